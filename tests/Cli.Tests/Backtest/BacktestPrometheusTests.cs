using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

/// <summary>Against a real Prometheus with a past.</summary>
public sealed class BacktestPrometheusTests(RecordedPrometheus recorded) : IClassFixture<RecordedPrometheus>
{
    private static readonly string Catalog = DemandCsvFile.Catalog;

    [Fact]
    public async Task A_past_is_read_run_and_held_against_what_ran()
    {
        using var folder = new TemporaryFolder();
        var result = await CliProgram.Succeeds(
            "backtest", "--prometheus", recorded.Url, "--catalog", Catalog, "--days", (2.0 / 24).ToString(CultureInfo.InvariantCulture), "--until", Text(0, RecordedPrometheus.Hours),
            "--strategies", "static,lead-quantile", "--seeds", "2", "--json", folder["a.json"], "--html", folder["a.html"]);
        var json = JsonNode.Parse(await File.ReadAllTextAsync(folder["a.json"], TestContext.Current.CancellationToken))!;
        Assert.Equal(2, json["tested_hours"]!.GetValue<double>());
        Assert.Equal(2, json["history_hours"]!.GetValue<double>());
        Assert.Equal("as-it-ran", json["baseline"]!.GetValue<string>());

        // What was not scraped is filled by a straight line.
        var told = Enumerable.Range(120, 120).Where(m => m is < RecordedPrometheus.GapFrom or >= RecordedPrometheus.GapTo).Sum(RecordedPrometheus.Requests);
        var filled = (RecordedPrometheus.GapTo - RecordedPrometheus.GapFrom) * (RecordedPrometheus.Requests(RecordedPrometheus.GapFrom - 1) + RecordedPrometheus.Requests(RecordedPrometheus.GapTo)) / 2.0;
        Assert.Equal(told + filled, json["requests_per_run"]!.GetValue<double>(), 1.0);
        var gap = Assert.Single(json["gaps"]!.AsArray())!;
        Assert.Equal("2026-03-02T03:20:00Z", gap["from"]!.GetValue<string>());
        Assert.Equal("2026-03-02T03:40:00Z", gap["to"]!.GetValue<string>());

        // One hour of two replicas and one of three, two GPUs each; the time that was not scraped counts as their mean.
        var ran = json["as_it_ran"]!;
        Assert.InRange(ran["gpu_hours"]!.GetValue<double>(), 9.6, 10.2);
        Assert.Equal(ran["gpu_hours"]!.GetValue<double>() * 3.673, ran["cost_usd"]!.GetValue<double>(), 6);
        Assert.Equal(1, ran["started"]!.GetValue<double>());
        Assert.Equal(0, ran["stopped"]!.GetValue<double>());
        Assert.InRange(ran["known_share"]!.GetValue<double>(), 0.8, 0.9);
        Assert.Equal(0.9, ran["attainment"]!["interactive-fast"]!.GetValue<double>(), 0.001);
        Assert.Contains("GAP 2026-03-02 03:20 to 2026-03-02 03:40, llama-3.1-70b from eastus, interactive-fast: filled by a straight line", result.Output, StringComparison.Ordinal);
        Assert.Contains("as-it-ran", result.Output, StringComparison.Ordinal);
        Assert.Contains("Replicas, as it ran", await File.ReadAllTextAsync(folder["a.html"], TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.All(await SchemaValidator.CheckAsync(Path.Combine(Repository.Root, "docs", "schema", "backtest.schema.json"), json), Assert.Empty);
    }

    [Fact]
    public async Task Every_bin_comes_once_however_many_days_are_read()
    {
        using var http = new HttpClient();
        var said = new List<string>();
        var start = Instant.From(RecordedPrometheus.Start);
        var record = await new PrometheusHistory(http, recorded.Url, new SageServe.Hosting.PrometheusLogin(), said.Add, TimeProvider.System).ReadAsync(start - TimeSpan.FromHours(46), start + TimeSpan.FromHours(4), TestContext.Current.CancellationToken);
        var told = Enumerable.Range(0, 240).Where(m => m is < RecordedPrometheus.GapFrom or >= RecordedPrometheus.GapTo).ToList();
        Assert.Equal(told.Select(m => start + TimeSpan.FromMinutes(m)), record.Bins.Select(b => b.Start));
        Assert.Equal(told.Select(m => RecordedPrometheus.Requests(m) / 60.0), record.Bins.Select(b => b.RequestsPerSecond));
        Assert.Contains("Reading demand from 2026-02-28 02:00 to 2026-03-02 04:00 UTC", said[0], StringComparison.Ordinal);
    }

    [Fact]
    public Task Days_that_nobody_scraped_are_refused_and_the_metrics_named() =>
        CliProgram.Refuses($"has no {MetricNames.DemandBinStart.Name}, {MetricNames.DemandBinLength.Name}, {MetricNames.DemandPromptRate.Name}", Flags(-20));

    [Fact]
    public async Task Rates_that_were_thrown_away_are_named()
    {
        var told = await CliProgram.Run(Flags(2));
        Assert.Equal(2, told.ExitCode);
        Assert.Contains($"has no {MetricNames.DemandPromptRate.Name}, {MetricNames.DemandOutputRate.Name}, {MetricNames.DemandRequestRate.Name} between", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public Task Demand_on_a_second_clock_is_refused() => CliProgram.Refuses("Their demand runs on a second clock", Flags(1));

    private string[] Flags(int day) =>
        ["backtest", "--prometheus", recorded.Url, "--catalog", Catalog, "--days", "0.1", "--history-days", "0", "--until", Text(day, 4)];

    private static string Text(int day, double hours) => RecordedPrometheus.Start.AddDays(day).AddHours(hours).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
