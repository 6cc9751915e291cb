namespace SageServe.Planning;

/// <summary>What a replica of each pool can do at the mix of requests seen, in full use; looked up again now and then, as the mix changes slowly.</summary>
internal sealed class RatedThroughput(ServingCatalog catalog, PlanningOptions options)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(30);
    private readonly Dictionary<PoolId, (Instant At, ReplicaThroughput Rate)> _rates = [];
    private (Instant At, MixBook Mixes)? _mixes;

    /// <summary>Of one replica.</summary>
    public ReplicaThroughput Of(PoolSpec pool, DemandHistory history, Instant now)
    {
        if (!_rates.TryGetValue(pool.Id, out var known) || now - known.At >= Fresh)
        {
            var mix = Mixes(history, now).Planned(pool.Id.Deployment, TierSet.Of(pool));
            known = (now, ReplicaThroughput.Of(catalog.Profile(pool.Id.Model, pool.Id.Accelerator), mix, targetUse: 1));
            _rates[pool.Id] = known;
        }

        return known.Rate;
    }

    /// <summary>One for all pools of a tick.</summary>
    private MixBook Mixes(DemandHistory history, Instant now)
    {
        if (_mixes is not { } known || known.At != now)
        {
            _mixes = known = (now, new MixBook(history, options));
        }

        return known.Mixes;
    }
}
