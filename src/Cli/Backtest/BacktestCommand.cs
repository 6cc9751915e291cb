using System.CommandLine;
using System.Globalization;

namespace SageServe.Cli;

/// <summary><c>backtest</c>: what each scaling strategy would have cost and attained on the user's own past.</summary>
internal static class BacktestCommand
{
    private static readonly Option<string?> File = new("--file") { Description = "Demand as CSV instead (docs/operating/backtest.md), or a history file of the scaler; plain or gzip." };
    private static readonly Option<string> Catalog = new("--catalog") { Description = "Models, pools, prices, cold starts, regions and promises: the catalog that gateways and scaler read.", Required = true };
    private static readonly Option<double?> Days = new("--days") { Description = $"Days tested, at most {BacktestOptions.MostDays} with those of --history-days. Default: 7 of a Prometheus, two thirds of a file." };
    private static readonly Option<double?> HistoryDays = new("--history-days") { Description = "Days before them that forecasts are told. Default: as many as are tested of a Prometheus, all the rest of a file." };
    private static readonly Option<string?> Until = new("--until") { Description = "End of the test (ISO 8601, UTC where no zone is given). Default: now, or the end of the file." };
    private static readonly Option<string> Strategies = new("--strategies") { Description = "Names with commas between; the first is the baseline where nothing is known of what ran.", DefaultValueFactory = _ => BacktestOptions.DefaultStrategies };
    private static readonly Option<int> Seeds = new("--seeds") { Description = "How many seeds: moments within a bin and sizes of single requests are drawn.", DefaultValueFactory = _ => 3 };
    private static readonly Option<ulong> FirstSeed = new("--first-seed") { Description = "The first of the seeds.", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Jobs = new("--jobs") { Description = "Runs at once.", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<double> Scale = new("--scale") { Description = "Thins requests and fleet alike, for a load that would take too long: 0.1 keeps a tenth.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string> Sizes = new("--sizes") { Description = $"How sizes spread around each bin's means: {string.Join(", ", RecordedLoad.SizeShapes)}.", DefaultValueFactory = _ => RecordedLoad.SizeShapes[0] };
    private static readonly Option<string?> Calendar = new("--calendar") { Description = "Days that are not like others, which forecasts are told of; docs/schema/calendar.schema.json." };
    private static readonly Option<string[]> Set = new("--set") { Description = "Changes one option of all runs: planning.target-use=0.7. May be given several times." };
    private static readonly Option<string?> Json = new("--json") { Description = "Writes the figures to this file; `config schema backtest` says what stands in it." };
    private static readonly Option<string?> Html = new("--html") { Description = "Writes a report with charts to this file; it needs nothing beside itself." };

    private const string About = """
        Runs scaling strategies in the simulator on demand that really came, minute by minute, and says what each would have cost and whether it
        would have held every tier's goal; of a Prometheus that knows it, beside what really ran. Nothing is changed anywhere.
        Ends with 0, with 1 when a run failed, with 2 when the input was wrong, and with 130 and without a file on Ctrl-C.

        Examples:
          sageserve backtest --prometheus http://prometheus:9090 --days 7 --catalog catalog.json
          sageserve backtest --prometheus http://prometheus:9090 --days 7 --catalog catalog.json --scale 0.1 --json out.json --html out.html
          sageserve backtest --prometheus https://prometheus:9090 --prometheus-token-file token --prometheus-ca ca.pem --catalog catalog.json
          sageserve backtest --file demand.csv --catalog catalog.json --strategies static,reactive,lead-quantile --seeds 5
          sageserve backtest --file history.csv --catalog catalog.json --calendar holidays.json
          sageserve backtest --file history.csv --catalog catalog.json --days 2 --history-days 5 --set planning.target-use=0.6
        """;

    public static Command Create()
    {
        var command = new Command("backtest", About)
        {
            File, Catalog, Days, HistoryDays, Until, Strategies, Seeds, FirstSeed, Jobs, Scale, Sizes, Calendar, Set, Json, Html,
        };
        PrometheusFlags.All.ToList().ForEach(command.Options.Add);
        command.SetAction((parsed, _) => BacktestRun.RunAsync(Options(parsed)));
        return command;
    }

    private static BacktestOptions Options(ParseResult parsed)
    {
        var (prometheus, file) = (parsed.GetValue(PrometheusFlags.Server), parsed.GetValue(File));
        if ((prometheus is null) == (file is null))
        {
            throw new BadInputException("Give one of --prometheus URL and --file FILE: where demand is read from.");
        }

        var login = PrometheusFlags.Login(parsed);
        var (json, html) = (parsed.GetValue(Json), parsed.GetValue(Html));
        ReportFile.CheckWritable("--json", json);
        ReportFile.CheckWritable("--html", html);
        return new BacktestOptions
        {
            Prometheus = prometheus,
            Login = login,
            File = file,
            Catalog = parsed.GetRequiredValue(Catalog),
            Days = Span(parsed, Days, least: 1.0 / 24),
            HistoryDays = Span(parsed, HistoryDays, least: 0),
            Until = parsed.GetValue(Until) is { } until ? Moment(until) : null,
            Strategies = ComparePlan.Strategies(parsed.GetRequiredValue(Strategies)),
            Seeds = [.. Enumerable.Range(0, Flags.Within("--seeds", parsed.GetValue(Seeds), 1, 100)).Select(i => parsed.GetValue(FirstSeed) + (ulong)i)],
            Jobs = Flags.Within("--jobs", parsed.GetValue(Jobs), 1, 256),
            Scale = parsed.GetValue(Scale) is var scale and >= 0.001 and <= 1 ? scale : throw new BadInputException($"--scale {parsed.GetValue(Scale)}: give 0.001 to 1."),
            Sizes = RecordedLoad.SizeShapes.Contains(parsed.GetRequiredValue(Sizes)) ? parsed.GetRequiredValue(Sizes) : throw new BadInputException($"--sizes '{parsed.GetRequiredValue(Sizes)}' is not known. Use one of: {string.Join(", ", RecordedLoad.SizeShapes)}."),
            Calendar = parsed.GetValue(Calendar) is { } calendar ? (calendar, CalendarFile.Read(calendar)) : null,
            Set = [.. (parsed.GetValue(Set) ?? []).Select(text => WhatIf.Pair("--set", text, "PATH=VALUE")).Select(p => new KeyValuePair<string, string>(p.Key, p.Value))],
            Json = json,
            Html = html,
        };
    }

    private static double? Span(ParseResult parsed, Option<double?> option, double least) => parsed.GetValue(option) switch
    {
        null => null,
        { } days when days >= least && days <= BacktestOptions.MostDays => days,
        { } days => throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"{option.Name} {days}: give {least:0.##} to {BacktestOptions.MostDays} days.")),
    };

    private static Instant Moment(string text) =>
        SeriesFile.TryTime(text, out var ticks) ? new Instant(ticks) : throw new BadInputException($"--until '{text}' is no time. Write for example 2026-03-02T00:00:00Z.");
}
