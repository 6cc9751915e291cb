using System.Globalization;

namespace SageServe.Cli;

/// <summary>A backtest from its flags to its report: read, make ready, run, tell.</summary>
internal static class BacktestRun
{
    /// <summary>Of one run; more would take a day.</summary>
    private const double MostRequests = 500e6;

    /// <summary>What one core of a common machine simulates, for the first estimate; the progress then knows better.</summary>
    private const double RequestsPerSecond = 40_000;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    public static async Task<int> RunAsync(BacktestOptions options)
    {
        var catalog = CatalogFile.Read("--catalog", options.Catalog);
        using var interrupt = new Interrupt();
        var (load, ran) = await LoadAsync(options, catalog, interrupt.First);
        var plan = Plan(options, load);
        var result = await RunsProgress.ShowAsync($"{plan.Runs.Length} runs, {plan.Jobs} at once", plan.Runs.Length, plan.Jobs, run => Told(plan, run), progress =>
        {
            progress.Say(Estimate(plan, load));
            return Comparison.RunAsync(plan, progress, interrupt.First);
        });
        interrupt.First.ThrowIfCancellationRequested();
        if (result.Failed.Count() == result.Runs.Length)
        {
            throw new RunFailedException($"no run went well; the first: {result.Failed.First().Error}");
        }

        var report = new BacktestReport(options, load, result, ran);
        Console.Write(BacktestText.Of(report));
        if (options.Json is { } json)
        {
            ReportFile.WriteWhole(json, System.Text.Encoding.UTF8.GetBytes(report.ToJson()));
        }

        if (options.Html is { } html)
        {
            ReportFile.WriteWhole(html, System.Text.Encoding.UTF8.GetBytes(BacktestPage.Of(report)));
        }

        return result.Failed.Any() ? 1 : 0;
    }

    private static async Task<(BacktestLoad Load, RanFleet? Ran)> LoadAsync(BacktestOptions options, ServingCatalog catalog, CancellationToken stop)
    {
        if (options.File is { } file)
        {
            return (BacktestLoad.Of(DemandTable.Read(file), catalog, options), null);
        }

        using var http = PrometheusHttp.Create(options.Login, usesProxy: true);
        var history = new PrometheusHistory(http, options.Source, options.Login, Console.Error.WriteLine, TimeProvider.System);
        var until = options.Until ?? Instant.From(TimeProvider.System.GetUtcNow()).FloorTo(DemandRecord.Minute);
        var days = options.Days ?? 7;
        var all = TimeSpan.FromDays(Math.Min(BacktestOptions.MostDays, days + (options.HistoryDays ?? days)));
        var record = await history.ReadAsync(until - all, until, stop);
        var load = BacktestLoad.Of(record, catalog, options with { Days = days });
        return (load, await new RanFleetReader(history, catalog, load.Window, options.Scale, stop).ReadAsync());
    }

    private static ComparisonPlan Plan(BacktestOptions options, BacktestLoad load)
    {
        if (load.Requests > MostRequests)
        {
            throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"{load.Requests:#,0} requests a run are more than the {MostRequests:#,0} that are run. Give fewer --days, or --scale {Math.Max(0.001, MostRequests / 10 / load.Requests):0.###}."));
        }

        try
        {
            var source = new BacktestSource(load.Load, $"Demand of {options.Source}").With(options.Set);
            foreach (var strategy in options.Strategies)
            {
                source.With("planning.strategy", strategy);
            }

            return new ComparisonPlan
            {
                Variants = [new(ComparisonVariant.Unchanged, [], source)],
                Strategies = options.Strategies,
                Seeds = options.Seeds,
                Jobs = Math.Min(options.Jobs, options.Strategies.Length * options.Seeds.Length),
                Series = options.Html is null ? null : SeriesOptions.For(load.Window.Tested),
            };
        }
        catch (ArgumentException e) when (e is not BadInputException)
        {
            throw new BadInputException(e.Message);
        }
    }

    private static string Estimate(ComparisonPlan plan, BacktestLoad load)
    {
        var time = TimeSpan.FromSeconds(load.Requests * plan.Runs.Length / plan.Jobs / RequestsPerSecond);
        var advice = time > Long ? string.Create(CultureInfo.InvariantCulture, $" --scale {Math.Max(0.001, Math.Min(0.5, 0.9 * (Long / time))):0.###} would take about {DurationText.Short(Long)}.") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{plan.Runs.Length} runs of {DurationText.Short(load.Window.Tested)} and {load.Requests:#,0} requests each, {plan.Jobs} at once: about {DurationText.Short(time)} on a common machine.{advice} Ctrl-C ends it without a report.");
    }

    private static string Told(ComparisonPlan plan, ComparisonRun run) =>
        $"{plan.Strategies[run.Key.Strategy]}, seed {run.Seed}: {run.Error ?? string.Create(CultureInfo.InvariantCulture, $"{run.Value(RunFigures.GpuHours):0.0} GPU-hours, {run.Value("requests"):0} requests")}";
}
