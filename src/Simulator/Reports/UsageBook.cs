namespace SageServe.Simulator;

/// <summary>What each pool held, kept as the run goes, so that nothing is remembered of a replica that is gone.</summary>
internal sealed class UsageBook(Instant end, double speed)
{
    private readonly SortedDictionary<PoolId, PoolUsage> _pools = [];

    public IEnumerable<KeyValuePair<PoolId, PoolUsage>> Pools => _pools;

    public PoolUsage Of(PoolId pool)
    {
        if (!_pools.TryGetValue(pool, out var usage))
        {
            _pools.Add(pool, usage = new PoolUsage(end, speed));
        }

        return usage;
    }
}
