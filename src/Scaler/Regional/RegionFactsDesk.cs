using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Tells peers this region's facts, a page of demand at a time. Any scaler of the region can: it only reads.</summary>
internal sealed class RegionFactsDesk(FactCollector collector, RegionalOptions options)
{
    /// <summary>Bins in one answer.</summary>
    private const int BinsMost = 20_000;

    private readonly RegionId _home = new(options.Region!);

    /// <summary>What starts took here, as the planner measured it last.</summary>
    public ImmutableArray<PoolReadyTimes> Ready { get; set; } = [];

    public async Task<RegionFacts> TellAsync(Instant since, CancellationToken stop)
    {
        var facts = await collector.ReadAsync(since, stop);
        var (demand, more) = Page(facts.Demand);
        return new RegionFacts
        {
            Region = _home,
            Demand = demand,
            More = more,
            Pools = facts.Pools is { } pools ? [.. pools.Where(p => p.Pool.Region == _home)] : null,
            Backlog = facts.Backlog is { } backlog ? [.. backlog.Where(b => b.Deployment.Region == _home)] : null,
            Ready = [.. Ready.Where(r => r.Pool.Region == _home)],
        };
    }

    /// <summary>The oldest bins first, and none of a moment whose others would come with the next page only.</summary>
    private (ImmutableArray<DemandBin>? Bins, Instant? More) Page(ImmutableArray<DemandBin>? told)
    {
        if (told is not { } all)
        {
            return (null, null);
        }

        var own = all.Where(b => b.Series.Origin == _home).OrderBy(b => b.Start).ToImmutableArray();
        if (own.Length <= BinsMost || own[BinsMost].Start == own[0].Start)
        {
            return (own, null);
        }

        var more = own[BinsMost].Start;
        return ([.. own.Where(b => b.Start < more)], more);
    }
}
