using System.Collections.Immutable;

namespace SageServe.Planning;

internal sealed class FleetMemory
{
    private readonly Dictionary<PoolId, PoolMemory> _pools = [];

    public PoolMemory Of(PoolId pool)
    {
        if (!_pools.TryGetValue(pool, out var memory))
        {
            _pools.Add(pool, memory = new PoolMemory());
        }

        return memory;
    }

    public void Observe(ImmutableArray<PoolFacts> facts, Instant now)
    {
        foreach (var pool in facts)
        {
            Of(pool.Pool).Observe(pool, now);
        }
    }
}
