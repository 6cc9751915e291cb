using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Planning.Tests;

/// <summary>
/// A fleet of three regions whose load is the demand over what stands, moved by one scaler for all or by one a region; the first of them plans.
/// Scalers of one region see their own demand and their own pools; the one that plans is told those of all.
/// </summary>
internal sealed class RegionalFleet
{
    private readonly ServingCatalog _catalog;
    private readonly ImmutableArray<RegionId?> _homes;
    private readonly PlanningCore[] _cores;
    private readonly ScheduledTick[] _ticks;
    private readonly SortedDictionary<PoolId, (int Ready, List<Instant> Starts)> _pools = [];
    private Instant _now = TestWorld.Start;

    public RegionalFleet(ServingCatalog catalog, PlanningOptions options, ImmutableArray<RegionId?> homes)
    {
        (_catalog, _homes) = (catalog, homes);
        _cores = [.. homes.Select(_ => new PlanningCore(catalog, options))];
        _ticks = [.. _cores.Select(c => c.FirstTick(_now))];
        foreach (var pool in catalog.Pools)
        {
            _pools[pool.Id] = (4, []);
        }
    }

    public int Moves { get; private set; }

    public int Plans { get; private set; }

    /// <summary>One minute; what was decided, sorted.</summary>
    public ImmutableArray<string> Tick()
    {
        var actions = new List<ScaleAction>();
        PlanDocument? plan = null;
        for (var i = 0; i < _cores.Length; i++)
        {
            var leads = i == 0;
            var effects = _cores[i].OnTick(_ticks[i], Input(_ticks[i], _homes[i], leads) with { Plan = leads ? null : plan });
            plan ??= effects.Plan is { } made ? JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(made, SharedJson.Default.PlanDocument), SharedJson.Default.PlanDocument) : null;
            _ticks[i] = effects.NextTick;
            actions.AddRange(effects.Actions);
        }

        Plans += plan is null ? 0 : 1;
        Moves += actions.Count;
        actions.ForEach(Apply);
        _now += TimeSpan.FromMinutes(1);
        foreach (var (pool, state) in _pools.ToList())
        {
            var ready = state.Starts.RemoveAll(s => _now - s >= TimeSpan.FromMinutes(5));
            _pools[pool] = (state.Ready + ready, state.Starts);
        }

        return [.. actions.Select(a => $"{a.Kind} {a.Count} {a.Pool} {a.Reason}").Order(StringComparer.Ordinal)];
    }

    private void Apply(ScaleAction action)
    {
        var (ready, starts) = _pools[action.Pool];
        if (action.Kind == ScaleActionKind.Start)
        {
            starts.AddRange(Enumerable.Repeat(_now, action.Count));
        }
        else
        {
            _pools[action.Pool] = (ready - action.Count, starts);
        }
    }

    private TickInput Input(ScheduledTick tick, RegionId? home, bool leads)
    {
        var since = Instant.Later(tick.DemandSince, TestWorld.Start - TimeSpan.FromHours(12));
        var regions = TestWorld.Regions.Where(r => leads || r == home);
        return new TickInput
        {
            Now = _now,
            Demand = [.. from region in regions from model in _catalog.Models from bin in TestWorld.Bins(TestWorld.Series(model.Id, region), since, _now, m => Rate(region, since + TimeSpan.FromMinutes(m))) select bin],
            Pools = [.. _catalog.Pools.Where(p => leads || p.Id.Region == home).Select(p => Facts(p.Id))],
            Home = home,
            Follows = !leads,
        };
    }

    private PoolFacts Facts(PoolId pool)
    {
        var (ready, starts) = _pools[pool];
        var load = Rate(pool.Region, _now) / (pool.Model == TestWorld.Large ? 1000 : 4000) / Math.Max(1, ready);
        return TestWorld.Facts(pool, ready, Math.Min(1, load), starts.Count, pressure: load);
    }

    /// <summary>A day's wave, shifted by region, with a saw of a quarter of an hour on it.</summary>
    private static double Rate(RegionId region, Instant at)
    {
        var minutes = (at - TestWorld.Start).TotalMinutes;
        var shift = TestWorld.Regions.IndexOf(region) * 180;
        return 2500 + 2200 * Math.Sin((minutes + shift) / 229) + 30 * (((int)minutes + shift) % 15 + 15) % 15;
    }
}
