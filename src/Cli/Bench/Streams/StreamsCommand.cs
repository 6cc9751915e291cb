using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>bench streams</c>: many streams for a while, with failing replicas.</summary>
internal static class StreamsCommand
{
    private static readonly StreamsOptions Usual = new();
    private static readonly Option<int> Streams = new("--streams") { Description = "Streams at once.", DefaultValueFactory = _ => Usual.Streams };
    private static readonly Option<double> Minutes = new("--minutes") { Description = "Length of a round.", DefaultValueFactory = _ => Usual.Round.TotalMinutes };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Identical rounds; memory after the last is compared with that after the first.", DefaultValueFactory = _ => Usual.Rounds };
    private static readonly Option<int> TokenMs = new("--token-ms") { Description = "Between two tokens of a stream.", DefaultValueFactory = _ => (int)Usual.TokenPause.TotalMilliseconds };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file." };

    private const string About = """
        A soak: keeps many streams open through a gateway process before emulated replicas that are processes too, while one replica is killed,
        one hangs and one restarts. Every token is checked: each chunk must be its stream's own, the text its prompt's. Requests that had no
        byte must not fail, and the gateway's memory must not grow from one round to the next. Ends with 1 when something is wrong.

        Examples:
          sageserve bench streams
          sageserve bench streams --streams 100 --minutes 0.2 --token-ms 50
          sageserve bench streams --streams 5000 --minutes 10 --json soak.json
        """;

    public static Command Create()
    {
        var command = new Command("streams", About) { Streams, Minutes, Rounds, TokenMs, Json };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        var options = new StreamsOptions
        {
            Streams = Flags.Within("--streams", parsed.GetValue(Streams), 1, 50_000),
            Round = TimeSpan.FromMinutes(Flags.Positive("--minutes", parsed.GetValue(Minutes))),
            Rounds = Flags.Within("--rounds", parsed.GetValue(Rounds), 1, 100),
            TokenPause = TimeSpan.FromMilliseconds(Flags.Within("--token-ms", parsed.GetValue(TokenMs), 1, 10_000)),
        };
        using var interrupt = new Interrupt();
        var report = await new StreamsRun(options, line => Console.Error.WriteLine("bench: " + line)).RunAsync(interrupt.First);
        return report.Publish(json);
    }
}
