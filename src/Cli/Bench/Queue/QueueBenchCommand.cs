using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary><c>bench queue</c>: how many items of patient work a second the stores carry.</summary>
internal static class QueueBenchCommand
{
    private static readonly QueueBenchOptions Usual = new();
    private static readonly Option<string> Stores = new("--stores") { Description = "redis, sqlite or both, with a comma between.", DefaultValueFactory = _ => string.Join(',', Usual.Stores) };
    private static readonly Option<string?> Redis = new("--redis") { Description = "host:port of a Redis that runs, to measure in a lane of its own that is removed at the end. By default one is started, with an append-only file." };
    private static readonly Option<string> Backlogs = new("--backlogs") { Description = "Items that wait meanwhile, growing, with commas between.", DefaultValueFactory = _ => string.Join(',', Usual.Backlogs) };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "At each backlog.", DefaultValueFactory = _ => Usual.Seconds };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };

    private const string About = """
        Takes items through the index of patient work as gateways do: batches of 50,000 lines enqueue 500 at a time; a pass reads the lane,
        grants 64 from the head of a group, collects them and completes each. One caller, so no call overlaps another. Measured at
        growing backlogs, with the bytes that an item takes: of Redis's memory, or of SQLite's file.

        Examples:
          sageserve bench queue
          sageserve bench queue --stores redis --backlogs 1000,100000 --seconds 2
          sageserve bench queue --redis 127.0.0.1:6379 --stores redis --json queue.json
        """;

    public static Command Create()
    {
        var command = new Command("queue", About) { Stores, Redis, Backlogs, Seconds, Json };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        var options = new QueueBenchOptions
        {
            Stores = StoresOf(parsed.GetRequiredValue(Stores)),
            Redis = parsed.GetValue(Redis),
            Backlogs = BacklogsOf(parsed.GetRequiredValue(Backlogs)),
            Seconds = Flags.Positive("--seconds", parsed.GetValue(Seconds)),
        };
        if (options.Redis is not null && !options.Stores.Contains("redis"))
        {
            throw new BadInputException("--redis names a Redis, but --stores leaves redis out.");
        }

        using var interrupt = new Interrupt();
        var report = await new QueueBench(options, line => Console.Error.WriteLine("bench: " + line)).RunAsync(interrupt.First);
        Console.Write(report.Text());
        if (json is not null)
        {
            ReportFile.WriteWhole(json, Encoding.UTF8.GetBytes(report.ToJson()));
        }

        return 0;
    }

    internal static ImmutableArray<string> StoresOf(string text)
    {
        ImmutableArray<string> stores = [.. text.Split(',', StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)];
        return stores.All(s => s is "redis" or "sqlite") ? stores : throw new BadInputException($"--stores '{text}' must be redis, sqlite, or redis,sqlite.");
    }

    internal static ImmutableArray<int> BacklogsOf(string text)
    {
        const int Most = 10_000_000;
        var backlogs = ImmutableArray.CreateBuilder<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var known = int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var backlog) && backlog is > 0 and <= Most;
            backlogs.Add(known && (backlogs.Count == 0 || backlog > backlogs[^1])
                ? backlog
                : throw new BadInputException($"--backlogs '{text}' must be growing numbers from 1 to {Most} with commas between, like 1000,100000."));
        }

        return backlogs.ToImmutable();
    }
}
