using System.CommandLine;

namespace SageServe.Cli;

/// <summary><c>load</c>: the open-loop replayer alone, against any endpoint that speaks OpenAI's chat API.</summary>
internal static class LoadCommand
{
    /// <summary>Requests a second of the built-in scenario.</summary>
    private const double BuiltInRate = 5;

    /// <summary>Who a trace's rows are: the tiers and streams of the built-in scenario.</summary>
    private const string TraceMix = "{ tiers: { interactive-fast: 0.6, interactive-normal: 0.4 }, streaming-by-tier: { interactive-normal: 0.5 } }";

    private static readonly Option<string> Url = new("--url") { Description = "Base address of the API, without /v1.", Required = true };
    private static readonly Option<string> Model = new("--model") { Description = "Name sent in `model`.", DefaultValueFactory = _ => "default" };
    private static readonly Option<string> For = new("--for") { Description = "How long to send.", DefaultValueFactory = _ => "30s" };
    private static readonly Option<string> Drain = new("--drain") { Description = "How long requests in flight may finish afterwards.", DefaultValueFactory = _ => "45s" };
    private static readonly Option<double> Rate = new("--rate") { Description = "Mean requests a second of the synthetic load.", DefaultValueFactory = _ => 5 };
    private static readonly Option<string?> Trace = new("--trace") { Description = "Trace (any known format, plain or gzip) instead of synthetic load." };
    private static readonly Option<double> Speed = new("--speed") { Description = "Multiplies a trace's arrival rate.", DefaultValueFactory = _ => 1 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of all draws.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the summary to this file." };
    private static readonly Option<bool> Plain = new("--plain") { Description = "Sends only OpenAI's own fields: no ignore_eos, no tiers." };
    private static readonly Option<string?> Key = new("--api-key") { Description = "Bearer token." };

    public static Command Create()
    {
        var command = new Command("load", "Sends open-loop load to an OpenAI-compatible endpoint and reports latencies from the scheduled arrivals.")
        {
            Url, Model, For, Drain, Rate, Trace, Speed, Seed, Json, Plain, Key,
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed)
    {
        var endpoint = Flags.Address("--url", parsed.GetRequiredValue(Url));
        var json = parsed.GetValue(Json);
        ReportFile.CheckWritable("--json", json);
        var options = new LoadOptions
        {
            For = DurationText.Parse("--for", parsed.GetRequiredValue(For)),
            Drain = DurationText.Parse("--drain", parsed.GetRequiredValue(Drain)),
            Plain = parsed.GetValue(Plain),
            ApiKey = parsed.GetValue(Key),
        };
        var seed = parsed.GetValue(Seed);
        using var interrupt = new Interrupt();
        using var replayer = new OpenLoopReplayer(TimeProvider.System, options, _ => endpoint);
        await replayer.RunAsync(Arrivals(parsed, options, seed), interrupt.First);
        var results = replayer.Totals.Snapshot();
        var trace = parsed.GetValue(Trace);
        var load = new LoadReport(
            trace ?? "synthetic chat",
            trace is null ? null : parsed.GetValue(Speed),
            Math.Round(results.Count / Math.Max(0.001, replayer.LoadEndedAt.TotalSeconds), 3),
            Percentiles.Of(results.Select(r => (TimeSpan?)(r.SentAt - r.Arrival.At))));
        var report = RunReport.OfLoad("load", seed, load, results, SloTargets.Of(new ServingCatalog(EmbeddedData.DemoCatalog())));
        Console.Write(SummaryTable.Text(report));
        if (json is not null)
        {
            ReportFile.Write(json, report);
        }

        return report.Requests.Failed == 0 ? 0 : 1;
    }

    /// <summary>The scenario's requests, all under the name that the endpoint knows.</summary>
    private static IEnumerable<Arrival> Arrivals(ParseResult parsed, LoadOptions options, ulong seed)
    {
        var duration = new KeyValuePair<string, string>("duration", DurationText.Exact(options.For));
        var source = parsed.GetValue(Trace) is { } trace
            ? ScenarioLibrary.Find("demo-trace").With([duration, .. DemoWorld.TraceLoad(trace, Flags.Positive("--speed", parsed.GetValue(Speed))), new("load.trace.mix", TraceMix)])
            : ScenarioLibrary.Find("chat").With([duration, new("load-scale", DemoWorld.Text(Flags.Positive("--rate", parsed.GetValue(Rate)) / BuiltInRate))]);
        var model = parsed.GetRequiredValue(Model);
        return ClientLoad.Of(source.Build(seed), _ => model);
    }
}
