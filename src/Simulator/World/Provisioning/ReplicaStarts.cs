using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Finds machines for starts, says how long each start takes and whether it fails, and takes machines back.</summary>
internal sealed class ReplicaStarts
{
    private readonly ProvisioningOptions _options;
    private readonly ServingCatalog _catalog;
    private readonly SeededDraws _times;
    private readonly SeededDraws _failures;
    private readonly SortedDictionary<RegionId, SortedDictionary<AcceleratorId, MachinePark>> _parks = [];
    private readonly Dictionary<RegionId, WeightStore> _stores = [];

    public ReplicaStarts(SimulationScenario scenario, UsageBook usage, RandomStream draws)
    {
        _options = scenario.World.Provisioning;
        _catalog = scenario.Catalog;
        _times = new SeededDraws(draws.Child("times"));
        _failures = new SeededDraws(draws.Child("failures"));
        if (_options.Machines)
        {
            Build(usage);
            var begin = scenario.Envelope.ToEnvelope(scenario.Start);
            Place(_options.Donated, StoppedMachine.Donate, begin);
            Place(_catalog.Pools.Where(p => p.Group is null).Select(p => new InitialReplicas(p.Id, _options.DonatedOfEachPool)), StoppedMachine.Donate, begin);
            Place(_options.Standby, StoppedMachine.Standby, begin);
        }
    }

    public ReplicaStart Initial(PoolId pool, Instant now) => new(
        StartKind.Initial,
        !_options.Machines ? null : _catalog.GroupOf(pool) is { } group ? Park(pool).Begin(Members(group)) : Park(pool).Begin(pool),
        now, TimeSpan.Zero, Fails: false);

    /// <param name="pool">Of the replica.</param>
    /// <param name="key">The replica's, for its draws.</param>
    /// <param name="now">Envelope time at which a machine is looked for.</param>
    /// <param name="moreFailures">Chance of failure on top of the options'.</param>
    /// <param name="handed">The machine that another replica gives up for this one; null: one is looked for.</param>
    public ReplicaStart Next(PoolId pool, long key, Instant now, double moreFailures, Machine? handed = null)
    {
        var fails = _failures.Uniform(key) < _options.FailureProbability + moreFailures;
        if (!_options.Machines)
        {
            return new ReplicaStart(StartKind.ColdStart, null, now, _catalog.GroupOf(pool) is { } group ? _catalog.LoadTime(group) : _catalog.Profile(pool.Model, pool.Accelerator).ColdStart, fails);
        }

        if (_catalog.GroupOf(pool) is { } shared)
        {
            return Unit(shared, key, now, fails);
        }

        var (kind, machine) = handed is null ? Park(pool).Take(pool, now) : (Park(pool).HandOver(handed, pool, now), handed);
        var takes = _options.Times.Of(kind).At(_times.Gaussian(key));
        _stores[pool.Region].Use(pool.Model, now + takes);
        return new ReplicaStart(kind, machine, now, takes, fails);
    }

    /// <summary>The replica ended as asked, or never began.</summary>
    public void Return(SimReplica replica, Instant now, bool served)
    {
        if (replica.Machine is { } machine)
        {
            Park(replica.Pool).Return(machine, served ? _options.WhenStopped : StoppedMachine.Release, now);
        }
    }

    /// <summary>A unit ended; its machine goes back to the cloud, or is gone with it.</summary>
    public void Return(SimUnit unit, Instant now, bool lost)
    {
        if (unit.Machine is not { } machine)
        {
            return;
        }

        if (lost)
        {
            Park(unit.LastPool).Lose(machine);
        }
        else
        {
            Park(unit.LastPool).Return(machine, StoppedMachine.Release, now);
        }
    }

    public void Lose(SimReplica replica)
    {
        if (replica.Machine is { } machine)
        {
            Park(replica.Pool).Lose(machine);
        }
    }

    public void LoseRegion(RegionId region, Instant now)
    {
        if (_parks.TryGetValue(region, out var parks))
        {
            foreach (var park in parks.Values)
            {
                park.LoseAll(now);
            }
        }
    }

    public void Close(Instant now)
    {
        foreach (var park in _parks.Values.SelectMany(p => p.Values))
        {
            park.Close(now);
        }
    }

    /// <summary>Engines of all members, one after the other, each put to sleep but the last.</summary>
    private ReplicaStart Unit(GroupSpec group, long key, Instant now, bool fails)
    {
        var members = Members(group);
        var (kinds, machine) = Park(members[0]).Take(members, now);
        var takes = group.Sleeps() * (members.Length - 1);
        for (var i = 0; i < members.Length; i++)
        {
            takes += _options.Times.Of(kinds[i]).At(_times.Gaussian(key, i));
            _stores[group.Region].Use(members[i].Model, now + takes);
        }

        return new ReplicaStart(kinds[0], machine, now, takes, fails);
    }

    private ImmutableArray<PoolId> Members(GroupSpec group) => [.. _catalog.MembersOf(group.Name).Select(m => m.Id)];

    private void Build(UsageBook usage)
    {
        foreach (var region in _catalog.Regions)
        {
            var stored = _options.Stored.FirstOrDefault(s => s.Region == region.Id)?.Models
                ?? [.. _catalog.Pools.Where(p => p.Id.Region == region.Id).Select(p => p.Id.Model).Distinct()];
            var store = _stores[region.Id] = new WeightStore(stored, _options.WeightsPerRegion);
            var parks = _parks[region.Id] = [];
            foreach (var accelerator in _catalog.Document.Accelerators)
            {
                var limit = region.Capacity.FirstOrDefault(c => c.Accelerator == accelerator.Id)?.Replicas;
                parks.Add(accelerator.Id, new MachinePark(limit, _options, store, usage));
            }
        }
    }

    private void Place(IEnumerable<InitialReplicas> replicas, StoppedMachine state, Instant now)
    {
        foreach (var (pool, count) in replicas)
        {
            for (var i = 0; i < count; i++)
            {
                Park(pool).Place(pool, state, now);
            }
        }
    }

    private MachinePark Park(PoolId pool) => _parks[pool.Region][pool.Accelerator];
}
