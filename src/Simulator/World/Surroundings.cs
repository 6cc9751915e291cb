namespace SageServe.Simulator;

/// <summary>What surrounds the product in a run, and the books about it. Each part draws from its own stream.</summary>
internal sealed class Surroundings
{
    private readonly SimulationRun _run;
    private readonly ServingCatalog _catalog;
    private readonly Dictionary<PoolId, int> _started = [];

    public Surroundings(SimulationRun run, RandomStream draws)
    {
        var scenario = run.Scenario;
        _run = run;
        _catalog = scenario.Catalog;
        Usage = new UsageBook(scenario.Envelope.ToEnvelope(run.End), scenario.Envelope.Speed);
        Starts = new ReplicaStarts(scenario, Usage, draws.Child("provisioning"));
        Network = new SimNetwork(scenario.World.Network, draws.Child("network"));
        Clients = new SimClients(run, draws.Child("clients"));
        Faults = new SimFaults(run, draws.Child("faults"));
        Fates = new ReplicaFates(run, draws.Child("fates"));
        Readings = new EngineReadings(run, draws.Child("readings"));
        Planner = new PlannerTelemetry(run, draws.Child("planner"));
        Siblings = new SiblingTalk(run);
    }

    public SimNetwork Network { get; }

    public SimClients Clients { get; }

    public SimFaults Faults { get; }

    public ReplicaFates Fates { get; }

    public EngineReadings Readings { get; }

    public PlannerTelemetry Planner { get; }

    public SiblingTalk Siblings { get; }

    public UsageBook Usage { get; }

    public ReplicaStarts Starts { get; }

    /// <summary>A new replica's key for its draws: the pool's place in the catalog and its number within the pool.</summary>
    public long NextKey(PoolId pool)
    {
        var number = _started[pool] = _started.GetValueOrDefault(pool) + 1;
        return ((long)PlaceOf(pool) << 32) | (uint)number;
    }

    public void Happen(in SimEvent what)
    {
        switch (what.Kind)
        {
            case SimEventKind.Fault:
                Faults.Happen((ScheduledFault)what.Subject!);
                break;
            case SimEventKind.FaultByChance:
                Faults.ByChance((ScheduledFault)what.Subject!, what.Token);
                break;
            case SimEventKind.FaultEnds:
                Faults.End((ActiveFault)what.Subject!);
                break;
            case SimEventKind.GatewayCrash:
                Faults.CrashByChance((SimGateway)what.Subject!);
                break;
            case SimEventKind.GatewayBack:
                Faults.GatewayBack((SimGateway)what.Subject!, what.Token);
                break;
            case SimEventKind.Fate:
                Fates.Happen((SimReplica)what.Subject!, (ReplicaFate)what.Token);
                break;
            case SimEventKind.ClientGone:
                _run.World.Relays.OriginGone((SimLeg)what.Subject!);
                break;
            case SimEventKind.ClientLeaves:
                Clients.Leave((SimTrack)what.Subject!);
                break;
            default:
                Clients.Try((SimTrack)what.Subject!);
                break;
        }
    }

    /// <summary>The run is over: what is still held is accounted for.</summary>
    public void Close()
    {
        foreach (var replica in _run.World.Regions.SelectMany(r => r.Replicas))
        {
            replica.CountIdle(_run.Kernel.Now);
            Usage.Of(replica.Pool).Ended(replica, Instant.Max);
            CountServing(replica);
        }

        _run.Fleet.Groups.Close();
        Starts.Close(Instant.Max);
    }

    /// <summary>What a replica has done, at its end.</summary>
    public void CountServing(SimReplica replica)
    {
        if (replica.ReadyAt is not null)
        {
            Usage.Of(replica.Pool).Serving.Ended(replica.Engine.Read(), replica.Engine.Profile, _run.Kernel.Now - replica.ReadySince);
        }
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
