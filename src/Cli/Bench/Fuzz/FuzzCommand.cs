using System.CommandLine;
using System.Security.Cryptography;

namespace SageServe.Cli;

/// <summary><c>bench fuzz</c>: wrong requests, odd answers and leaving clients against a real gateway.</summary>
internal static class FuzzCommand
{
    private static readonly FuzzOptions Usual = new();
    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long.", DefaultValueFactory = _ => 1 };
    private static readonly Option<ulong?> Seed = new("--seed") { Description = "Seed of all cases. A new one by default, which is printed." };
    private static readonly Option<int?> Case = new("--case") { Description = "Plays only this case of the seed, and those that share its connection." };
    private static readonly Option<int> Parallel = new("--parallel") { Description = "Cases at once.", DefaultValueFactory = _ => Usual.Parallel };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures and findings to this file." };

    private const string About = """
        Starts a gateway in front of a scripted upstream and plays cases made from a seed: requests that are wrong in HTTP or JSON, slow and
        leaving clients, bodies cut anywhere, several requests on a connection, one after the other or without waiting; answers with chunk borders anywhere, every line end, half JSON, huge lines, early closes, wrong
        lengths, trailers, 1xx, compressed bytes. Looks for crashes, hangs, leaks and wrong bytes, and measures how soon a client's leaving
        reaches the upstream. Ends with 1 when it found something.

        Examples:
          sageserve bench fuzz --minutes 10
          sageserve bench fuzz --seed 7 --case 1234
          sageserve bench fuzz --minutes 2 --json fuzz.json
        """;

    public static Command Create()
    {
        var command = new Command("fuzz", About) { Minutes, Seed, Case, Parallel, Json };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        var only = parsed.GetValue(Case);
        if (only < 0 || parsed.GetValue(Parallel) is < 1 or > 256)
        {
            throw new BadInputException("--case must not be negative, and --parallel within 1..256.");
        }

        var options = new FuzzOptions
        {
            Duration = TimeSpan.FromMinutes(Flags.Positive("--minutes", parsed.GetValue(Minutes))),
            Seed = parsed.GetValue(Seed) ?? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)),
            First = only ?? 0,
            Cases = only is null ? int.MaxValue : 1,
            Parallel = parsed.GetValue(Parallel),
        };
        Console.Error.WriteLine($"bench: fuzzing with seed {options.Seed}");
        if (only is { } number)
        {
            Console.Error.WriteLine(FuzzTrain.Make(options.Seed, FuzzTrain.NumberOf(number)).Describe());
        }

        using var interrupt = new Interrupt();
        var report = await new FuzzRun(options, new LineProgress(TimeSpan.FromSeconds(10)).Report).RunAsync(interrupt.First);
        return report.Publish(json);
    }
}
