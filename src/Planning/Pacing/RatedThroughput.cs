namespace SageServe.Planning;

/// <summary>What a replica of each pool can do at the mix of requests seen, in full use.</summary>
internal sealed class RatedThroughput(ServingCatalog catalog, PlanningOptions options, MixMemory mixes)
{
    private readonly Dictionary<PoolId, (TokenMix Mix, ReplicaThroughput Rate)> _rates = [];

    /// <summary>Of one replica.</summary>
    public ReplicaThroughput Of(PoolSpec pool, DemandHistory history, Instant now)
    {
        var mix = mixes.Of(pool, history, now, options);
        if (!_rates.TryGetValue(pool.Id, out var known) || known.Mix != mix)
        {
            known = (mix, ReplicaThroughput.Of(catalog.Profile(pool.Id.Model, pool.Id.Accelerator), mix, targetUse: 1));
            _rates[pool.Id] = known;
        }

        return known.Rate;
    }
}
