using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

/// <summary>A run whose every request is known, against its backtest from nothing but the demand of each minute.</summary>
public sealed class BacktestTruthTests : IDisposable
{
    private const string Yaml = """
        name: truth
        title: "Two and a half hours that really happened, in the simulator"
        catalog: { from: catalog.json }
        start: 2026-03-02T00:00:00Z
        duration: 150m
        intervals: { scrape: 2s, release: 2s, progress: 2s }
        load:
          - name: chat
            generate:
              rate: 1.2
              tokens: chat
              swings: [{ over: 5m, dispersion: 5 }]
            mix:
              models: { llama-3.1-70b: 1 }
              regions: { eastus: 1 }
              tiers: { interactive-fast: 0.6, interactive-normal: 0.3, non-interactive: 0.1 }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_gpu_hours_and_attainment_are_those_of_the_run()
    {
        var catalog = CatalogFile.Read("--catalog", OnePool());
        _folder.Write("truth.yaml", Yaml);
        var happened = ScenarioLibrary.Find(_folder["truth.yaml"]);
        var file = Demand(happened.Build(1).Arrivals);
        var load = BacktestLoad.Of(DemandTable.Read(file), catalog, new BacktestOptions { File = file, Catalog = "", HistoryDays = 0, Strategies = ["static"], Seeds = [1] });
        foreach (var (strategy, tolerance) in new[] { ("static", 0.0), ("reactive", 0.2), ("lead-quantile", 0.12) })
        {
            var truth = Simulation.Run(happened.With("planning.strategy", strategy).Build(1) with { Initial = load.Load.Initial }, 1);
            var source = new BacktestSource(load.Load, "").With("planning.strategy", strategy);
            SimulationReport[] tested = [.. new ulong[] { 7, 8, 9 }.Select(seed => Simulation.Run(source.Build(seed), seed))];
            Assert.All(tested, t => Assert.Equal(truth.Requests, t.Requests));

            // A strategy that follows the load may move a replica a moment sooner or later, most of all one that follows swings within a minute,
            // which a record does not hold; one that stays costs the same to the second.
            Assert.InRange(tested.Average(t => t.GpuHours) / truth.GpuHours, 1 - tolerance, 1 + tolerance);
            for (var tier = 0; tier < truth.Tiers.Count; tier++)
            {
                Assert.All(tested, t => Assert.Equal(truth.Tiers[tier].Requests, t.Tiers[tier].Requests));
                Assert.All(tested, t => Assert.InRange((double)t.Tiers[tier].PromptTokens / truth.Tiers[tier].PromptTokens, 0.98, 1.02));
                Assert.Equal(truth.Tiers[tier].SloAttainment!.Value, tested.Average(t => t.Tiers[tier].SloAttainment!.Value), 0.03);
            }
        }
    }

    /// <summary>Each minute's requests and tokens, as a gateway counts them.</summary>
    private string Demand(IEnumerable<SimulatedArrival> arrivals)
    {
        var minute = TimeSpan.FromMinutes(1);
        var lines = arrivals.GroupBy(a => (At: a.At.FloorTo(minute), a.Tier)).OrderBy(g => g.Key.At).Select(g => string.Create(
            CultureInfo.InvariantCulture,
            $"{g.Key.At.ToDateTimeOffset():yyyy-MM-ddTHH:mm:ssZ},llama-3.1-70b,eastus,{g.Key.Tier.WireName()},{g.Count() / 60.0:R},{g.Sum(a => a.PromptTokens) / 60.0:R},{g.Sum(a => a.OutputTokens) / 60.0:R}"));
        var told = lines.ToHashSet(StringComparer.Ordinal);

        // A gateway tells a minute without requests too.
        var zeros = from at in Enumerable.Range(0, 150)
                    from tier in ServiceTiers.All
                    let key = string.Create(CultureInfo.InvariantCulture, $"{DemandCsvFile.Start.AddMinutes(at):yyyy-MM-ddTHH:mm:ssZ},llama-3.1-70b,eastus,{tier.WireName()},")
                    where !told.Any(t => t.StartsWith(key, StringComparison.Ordinal))
                    select key + "0,0,0";
        return _folder.Write("demand.csv", string.Join('\n', [DemandTable.Header, .. told, .. zeros]) + "\n");
    }

    private string OnePool()
    {
        var catalog = JsonNode.Parse(File.ReadAllText(DemandCsvFile.Catalog))!;
        var pool = catalog["pools"]!.AsArray().First(p => p!["id"]!["deployment"]!["model"]!.GetValue<string>() == "llama-3.1-70b" && p["id"]!["deployment"]!["region"]!.GetValue<string>() == "eastus")!.DeepClone();
        (pool["minReplicas"], pool["maxReplicas"]) = (1, 8);
        catalog["pools"] = new JsonArray(pool);
        return _folder.Write("catalog.json", catalog.ToJsonString());
    }
}
