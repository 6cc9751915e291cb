namespace SageServe.Simulator;

/// <summary>What surrounds the product in a run, and the books about it. Each part draws from its own stream.</summary>
internal sealed class Surroundings
{
    private readonly ServingCatalog _catalog;
    private readonly Dictionary<PoolId, int> _started = [];

    public Surroundings(SimulationScenario scenario, RandomStream draws)
    {
        _catalog = scenario.Catalog;
        Usage = new UsageBook(scenario.Envelope.ToEnvelope(scenario.Start + scenario.Duration), scenario.Envelope.Speed);
        Starts = new ReplicaStarts(scenario, Usage, draws.Child("provisioning"));
    }

    public UsageBook Usage { get; }

    public ReplicaStarts Starts { get; }

    /// <summary>A new replica's key for its draws: the pool's place in the catalog and its number within the pool.</summary>
    public long NextKey(PoolId pool)
    {
        var number = _started[pool] = _started.GetValueOrDefault(pool) + 1;
        return ((long)PlaceOf(pool) << 32) | (uint)number;
    }

    /// <summary>The run is over: what is still held is accounted for.</summary>
    public void Close(SimulationRun run)
    {
        foreach (var replica in run.World.Regions.SelectMany(r => r.Replicas))
        {
            replica.CountIdle(run.Kernel.Now);
            Usage.Of(replica.Pool).Ended(replica, Instant.Max);
        }

        Starts.Close(Instant.Max);
    }

    private int PlaceOf(PoolId pool)
    {
        for (var i = 0; i < _catalog.Pools.Length; i++)
        {
            if (_catalog.Pools[i].Id == pool)
            {
                return i;
            }
        }

        return _catalog.Pools.Length;
    }
}
