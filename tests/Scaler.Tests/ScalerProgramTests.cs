using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Scaler.Tests;

/// <summary>The executable with its real configuration, endpoints, files and end.</summary>
public sealed class ScalerProgramTests : IAsyncLifetime
{
    private readonly ScalerRig _rig = new();

    public async ValueTask InitializeAsync()
    {
        await _rig.StartAsync();
        _rig.Folder.Write("history.csv", History());
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task It_plans_acts_records_and_goes_on_after_a_restart()
    {
        await using var first = ScalerProcess.Start(_rig.Folder, Config(dryRun: false));
        await first.Ready();
        var plan = await first.Get("/admin/plan");
        Assert.Equal(1, plan.GetProperty("version").GetInt64());
        Assert.True(plan.GetProperty("forecasts").GetArrayLength() > 0, "history warmed the forecast up");
        Assert.True(plan.GetProperty("targets")[0].GetProperty("target").GetInt32() > 2, "the history's demand needs more than two replicas");

        await Eventually.True(async () => (await first.Get("/admin/state")).GetProperty("actions").GetArrayLength() > 0, "replicas are started");
        var state = await first.Get("/admin/state");
        var action = state.GetProperty("actions")[0];
        Assert.Equal("Start", action.GetProperty("kind").GetString());
        Assert.True(action.GetProperty("applied").GetBoolean());
        Assert.False(state.GetProperty("dryRun").GetBoolean());
        Assert.Contains(_rig.Host.Calls, c => c.Call == "start");
        var metrics = await first.Http.GetStringAsync(new Uri(first.Url + "/metrics"));
        Assert.Contains(MetricNames.PlanReplicasTarget.Name + "{", metrics, StringComparison.Ordinal);
        Assert.Contains(MetricNames.ScaleActions.Name + "{", metrics, StringComparison.Ordinal);
        Assert.Equal(0, await first.End());
        _rig.AssertReplays();

        await using var second = ScalerProcess.Start(_rig.Folder, Config(dryRun: false));
        await second.Ready();
        Assert.True((await second.Get("/admin/plan")).GetProperty("version").GetInt64() > plan.GetProperty("version").GetInt64());
        Assert.Equal(0, await second.End());
    }

    [Fact]
    public async Task The_page_of_metrics_says_exactly_what_a_scaler_exports()
    {
        await using var scaler = ScalerProcess.Start(_rig.Folder, Config(dryRun: false));
        await scaler.Ready();
        var text = "";
        await Eventually.True(
            async () =>
            {
                text = await scaler.Http.GetStringAsync(new Uri(scaler.Url + "/metrics"));
                return text.Contains(MetricNames.ScaleActions.Name + "{", StringComparison.Ordinal);
            },
            "it acted");

        var page = MetricsPage.Of(MetricsPage.OfScaler, MetricsPage.OfBoth);
        var exported = MetricsPage.Exported(text);
        Assert.Equal(page.Keys.Order(StringComparer.Ordinal), exported.Keys.Order(StringComparer.Ordinal));
        Assert.All(exported, e => Assert.Equal((e.Key, page[e.Key].Type), (e.Key, e.Value.Type)));
        Assert.All(exported.Where(e => e.Value.Labels is not null), e => Assert.Equal((e.Key, page[e.Key].Labels), (e.Key, e.Value.Labels)));
        string[] rare = [MetricNames.ForecastError.Name, MetricNames.PoolTimeToReady.Name, MetricNames.ForecastOverLastValue.Name, MetricNames.ForecastCoverage.Name, MetricNames.ScalerActionsRefused.Name, MetricNames.ScalerReceipts.Name, MetricNames.ScalerReceiptsUsd.Name, MetricNames.ScalerGroupUnits.Name, MetricNames.ScalerGroupAwake.Name];
        rare = [.. rare, .. exported.Keys.Where(k => k.StartsWith("sageserve_cluster_", StringComparison.Ordinal))];
        Assert.Empty(exported.Where(e => e.Value.Labels is null).Select(e => e.Key).Except(rare));
    }

    [Fact]
    public async Task Dry_run_explains_and_touches_nothing()
    {
        await using var scaler = ScalerProcess.Start(_rig.Folder, Config(dryRun: true));
        await scaler.Ready();
        await Eventually.True(async () => (await scaler.Get("/admin/state")).GetProperty("actions").GetArrayLength() > 0, "it says what it would do");

        var action = (await scaler.Get("/admin/state")).GetProperty("actions")[0];
        Assert.False(action.GetProperty("applied").GetBoolean());
        Assert.StartsWith("dry run: would start", action.GetProperty("receipt").GetString(), StringComparison.Ordinal);
        Assert.Empty(_rig.Host.Calls);
        Assert.Equal(2, JsonDocument.Parse(File.ReadAllText(_rig.Folder["fleet.json"])).RootElement.GetProperty("replicas").GetArrayLength());
    }

    [Theory]
    [InlineData("hope", "is unknown")]
    [InlineData("clairvoyant", "only a simulation")]
    public async Task A_wrong_configuration_ends_with_every_problem(string strategy, string problem)
    {
        var config = Config(dryRun: true);
        config["Scaler"]!["Source"]!["Kind"] = "telepathy";
        config["Scaler"]!["Planning"]!["Strategy"] = strategy;
        await using var scaler = ScalerProcess.Start(_rig.Folder, config);

        Assert.Equal(2, await scaler.ExitCode());
        await Eventually.True(() => scaler.Log.Contains("telepathy", StringComparison.Ordinal) && scaler.Log.Contains(problem, StringComparison.Ordinal), "both problems are told");
    }

    private JsonObject Config(bool dryRun) => _rig.Config(c =>
    {
        c["Scaler"]!["DryRun"] = dryRun;
        c["Scaler"]!["HistoryFile"] = _rig.Folder["history.csv"];
    });

    private string History()
    {
        var end = _rig.Clock.Document.EnvelopeEpoch;
        var lines = Enumerable.Range(1, 24 * 12).Reverse().Select(i =>
            $"{end - TimeSpan.FromMinutes(5 * i)},llama,eastus,interactive-fast,40000,{4000.ToString(CultureInfo.InvariantCulture)},20");
        return DemandCsv.Header + "\n" + string.Join('\n', lines) + "\n";
    }
}
