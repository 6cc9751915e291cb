using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>All sources of a scenario as one sequence of arrivals, and their past.</summary>
internal sealed class ScenarioLoad
{
    /// <summary>The past is drawn with another seed than the run, so that the forecast is no cheat.</summary>
    private const ulong PastSeedOffset = 7919;

    private readonly ScenarioDocument _document;
    private readonly List<(LoadSource Source, Lazy<IArrivalSource> Arrivals)> _sources = [];

    public ScenarioLoad(ScenarioDocument document, ServingCatalog catalog, ScenarioFiles files, ScenarioNode root, List<string> problems)
    {
        _document = document;
        var places = root.Find("load")?.Items;
        var builder = new LoadBuilder(catalog, files, document, problems);
        for (var i = 0; i < document.Load.Length; i++)
        {
            var where = places is not null && i < places.Count ? $"{places[i].Where}: load.{i}" : $"load.{i}";
            if (builder.Source(document.Load[i], where) is { } make)
            {
                _sources.Add((document.Load[i], new Lazy<IArrivalSource>(make)));
            }
        }

        foreach (var name in document.Load.GroupBy(s => s.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            problems.Add($"{root.Find("load")?.Where}: {name.Count()} load sources are named '{name.Key}'; they would draw the same numbers. Give each its own name.");
        }

        if (!document.Load.Any(s => s.InRun))
        {
            problems.Add($"{(root.Find("load") ?? root).Where}: load: needs one source or more that is in the run.");
        }

        if (document.LoadScale is not (> 0 and <= 1000))
        {
            problems.Add($"{(root.Find("load-scale") ?? root).Where}: load-scale {document.LoadScale} must be above 0 and at most 1000.");
        }
    }

    public IEnumerable<SimulatedArrival> Arrivals(EnvelopeDocument envelope, ulong seed)
    {
        var random = new RandomStream(seed).Child("load");
        var merged = MergedArrivals.Of([.. _sources.Where(s => s.Source.InRun).Select(s => Owned(s.Source, s.Arrivals.Value.Arrivals(_document.Start, _document.Duration, envelope, random.Child(s.Source.Name))))]);
        return _document.Bursts.IsEmpty ? merged : RepeatedArrivals.Of(merged, _document.Start, _document.Bursts);
    }

    /// <summary>Bins of the planner's length that end at or before the start; sources of the same series are added up.</summary>
    public ImmutableArray<DemandBin> History(EnvelopeDocument envelope, ulong seed)
    {
        var length = _document.Planning.DemandBin;
        var end = envelope.ToEnvelope(_document.Start).FloorTo(length);
        var starts = Enumerable.Range(0, (int)(_document.History / length)).Select(i => end - _document.History + i * length).ToList();
        var random = new RandomStream(seed + PastSeedOffset).Child("history");
        var sums = new SortedDictionary<(Instant, DemandSeriesId), DemandBin>();
        foreach (var (source, arrivals) in _sources.Where(s => s.Source.InHistory))
        {
            foreach (var bin in arrivals.Value.Past(starts, length, _document.Start, envelope, random.Child(source.Name)))
            {
                sums[(bin.Start, bin.Series)] = sums.TryGetValue((bin.Start, bin.Series), out var old) ? Sum(old, bin) : bin;
            }
        }

        return [.. sums.Values];
    }

    private static IEnumerable<SimulatedArrival> Owned(LoadSource source, IEnumerable<SimulatedArrival> arrivals)
    {
        if (source.Tenant is not { } name)
        {
            return arrivals;
        }

        var tenant = new TenantId(name);
        return arrivals.Select(a => a with { Tenant = tenant });
    }

    private static DemandBin Sum(DemandBin a, DemandBin b) => a with
    {
        PromptTokensPerSecond = a.PromptTokensPerSecond + b.PromptTokensPerSecond,
        OutputTokensPerSecond = a.OutputTokensPerSecond + b.OutputTokensPerSecond,
        RequestsPerSecond = a.RequestsPerSecond + b.RequestsPerSecond,
    };
}
