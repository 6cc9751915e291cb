using System.Collections.Immutable;
using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>bench gateway</c>: what the gateway costs beside plainer proxies.</summary>
internal static class GatewayBenchCommand
{
    private static readonly GatewayBenchOptions Usual = new();
    private static readonly Option<int> Requests = new("--requests") { Description = "Whole answers of each case and round; a tenth as many streams.", DefaultValueFactory = _ => Usual.Requests };
    private static readonly Option<int> Concurrency = new("--concurrency") { Description = "Connections, each with one request at a time.", DefaultValueFactory = _ => Usual.Concurrency };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "How often every case is measured, in turn.", DefaultValueFactory = _ => Usual.Rounds };
    private static readonly Option<int> Rate = new("--rate") { Description = "Requests a second of the part at a low rate.", DefaultValueFactory = _ => Usual.Rate };
    private static readonly Option<string> Cases = new("--cases") { Description = $"Cases, separated by commas, of: {Names()}. All by default.", DefaultValueFactory = _ => "" };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };

    private const string About = """
        Sends the same chat completions to one upstream directly and through each proxy, one after the other, and says what a proxy costs:
        its processor time, the latency that it adds, what it allocates, its memory. Every proxy runs in a process of its own on one core,
        load generator (h2load) and upstream on another. `yarp` does nothing but forward; `yarp-pipeline` and `yarp-forwarder` are one small
        gateway built in the two ways that YARP offers; `gateway` is the product. Programs that are missing are left out with a message.

        Examples:
          sageserve bench gateway
          sageserve bench gateway --rounds 5 --json gateway-price.json
          sageserve bench gateway --cases direct,yarp,yarp-read,gateway --requests 2000
        """;

    public static Command Create()
    {
        var command = new Command("gateway", About) { Requests, Concurrency, Rounds, Rate, Cases, Json };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        var options = new GatewayBenchOptions
        {
            Requests = Flags.Within("--requests", parsed.GetValue(Requests), 1, 10_000_000),
            Concurrency = Flags.Within("--concurrency", parsed.GetValue(Concurrency), 1, 1000),
            Rounds = Flags.Within("--rounds", parsed.GetValue(Rounds), 1, 100),
            Rate = Flags.Within("--rate", parsed.GetValue(Rate), 1, 10_000),
            Cases = Chosen(parsed.GetRequiredValue(Cases)),
        };
        if (H2Load.Program is null)
        {
            throw H2Load.Missing();
        }

        using var interrupt = new Interrupt();
        using var bench = new GatewayBench(options, line => Console.Error.WriteLine("bench: " + line));
        var report = await bench.RunAsync(interrupt.First);
        return report.Publish(json);
    }

    private static ImmutableArray<string> Chosen(string text)
    {
        var words = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var unknown = words.FirstOrDefault(w => BenchCase.All.All(c => c.Name != w));
        return unknown is not null
            ? throw new BadInputException($"--cases '{unknown}' is not known. Use of: {Names()}.")
            : words.Length == 0 ? Usual.Cases : [.. words];
    }

    private static string Names() => string.Join(", ", BenchCase.All.Select(c => c.Name));
}
