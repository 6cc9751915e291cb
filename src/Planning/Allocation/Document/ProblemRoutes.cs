using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Ways of demands. Models that stand in the same regions have the same neighbours, which are looked for once.</summary>
internal sealed class ProblemRoutes
{
    private readonly ProblemDocument _document;
    private readonly Dictionary<RegionId, Dictionary<RegionId, double>> _seconds;
    private readonly Dictionary<ModelId, ImmutableArray<(TierSet Serves, RegionId Region)>> _places;
    private readonly Dictionary<(ModelId, TierSet), string> _regionsOf = [];
    private readonly Dictionary<string, RegionId[]> _regions = new(StringComparer.Ordinal);
    private readonly Dictionary<(RegionId, string), ImmutableArray<FlowRoute>> _nearest = [];

    public ProblemRoutes(ProblemDocument document, ImmutableArray<AllocationPool> pools)
    {
        _document = document;
        _seconds = document.Regions.ToDictionary(r => r.Id, r => r.Links.DistinctBy(l => l.Region).ToDictionary(l => l.Region, l => r.RoundTripSeconds(l.Region)));
        _places = pools.GroupBy(p => p.Id.Model).ToDictionary(g => g.Key, g => g.Select(p => (p.Serves, p.Id.Region)).Distinct().ToImmutableArray());
    }

    /// <param name="model">Whose demand.</param>
    /// <param name="home">Where it enters.</param>
    /// <param name="tiers">Its tiers.</param>
    /// <param name="usdPerSecond">See <see cref="FlowRoutes.Of"/>.</param>
    public ImmutableArray<FlowRoute> Of(ModelId model, RegionId home, TierSet tiers, double usdPerSecond)
    {
        var regions = RegionsOf(model, tiers);
        if (!_nearest.TryGetValue((home, regions), out var nearest))
        {
            nearest = FlowRoutes.Of(home, _regions[regions], _document.NearestRegions, Seconds, 1);
            _nearest.Add((home, regions), nearest);
        }

        return [.. nearest.Select(n => new FlowRoute(n.To, n.Usd * usdPerSecond))];

        double Seconds(RegionId to) => to == home ? 0 : _seconds[home].TryGetValue(to, out var seconds) ? seconds : ProblemRegion.UnknownRoundTripSeconds;
    }

    private string RegionsOf(ModelId model, TierSet tiers)
    {
        if (!_regionsOf.TryGetValue((model, tiers), out var name))
        {
            RegionId[] regions = _places.TryGetValue(model, out var places) ? [.. places.Where(p => p.Serves.Overlaps(tiers)).Select(p => p.Region).Distinct()] : [];
            name = string.Join('\n', regions);
            _regionsOf.Add((model, tiers), name);
            _regions.TryAdd(name, regions);
        }

        return name;
    }
}
