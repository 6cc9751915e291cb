using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>A recorded load as a scenario: every strategy and seed sees the same counts and tokens, minute by minute.</summary>
public sealed class BacktestSource : IScenarioSource
{
    private readonly RecordedLoad _load;
    private readonly ScenarioNode _settings;
    private readonly BacktestDocument _document;
    private readonly ImmutableArray<(DemandSeriesId Id, ImmutableArray<DemandBin> Bins)> _series;

    /// <param name="load">What came.</param>
    /// <param name="title">Where it is from, for people.</param>
    public BacktestSource(RecordedLoad load, string title)
        : this(load, title, ScenarioNode.Map("", []))
    {
    }

    private BacktestSource(RecordedLoad load, string title, ScenarioNode settings)
    {
        (_load, Title, _settings) = (load, title, settings);
        _document = ScenarioBinder.Bind<BacktestDocument>(settings);
        List<string> problems = [.. PlanningOptionsRules.Check(_document.Planning).Select(p => $"planning: {p}"), .. WorldOptionsRules.Check(_document.World, load.Catalog).Select(p => $"world: {p}")];
        if (problems.Count > 0)
        {
            throw Problems.Exception(problems);
        }

        _series = [.. load.Bins.GroupBy(b => b.Series).OrderBy(g => g.Key).Select(g => (g.Key, g.OrderBy(b => b.Start).ToImmutableArray()))];
    }

    public string Name => "backtest";

    public string Title { get; }

    public SimulationScenario Build(ulong seed) => _document.Around(new SimulationScenario
    {
        Catalog = _load.Catalog,
        Start = _load.Start,
        Duration = _load.Duration,
        Arrivals = Arrivals(seed),
        Preview = () => Arrivals(seed),
        Initial = _load.Initial,
        History = _load.Past,
        Calendar = _load.Calendar,
    });

    public IScenarioSource With(string path, string value) => With([new(path, value)]);

    public IScenarioSource With(IEnumerable<KeyValuePair<string, string>> changes) =>
        new BacktestSource(_load, Title, changes.Aggregate(_settings, (node, c) => ScenarioPath.Changed(node, c.Key, c.Value)));

    private IEnumerable<SimulatedArrival> Arrivals(ulong seed)
    {
        var random = new RandomStream(seed).Child("load");
        var sizes = _load.Table();
        return _series.IsEmpty ? [] : MergedArrivals.Of(
        [
            .. _series.Select(s => new RecordedArrivals(s.Bins, sizes, _load.Catalog.Model(s.Id.Model).MaxContextTokens, _load.Share)
                .Draw(random.Child($"{s.Id.Model}/{s.Id.Origin}/{s.Id.Tier.WireName()}"))),
        ]);
    }
}
