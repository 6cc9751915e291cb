namespace SageServe.Simulator;

/// <summary>Faults of regions and gateways, by schedule and from the seed; what is broken now, and what was.</summary>
internal sealed class SimFaults
{
    private readonly SimulationRun _run;
    private readonly FaultOptions _options;
    private readonly SeededDraws _gateways;
    private readonly SeededDraws _outages;
    private readonly SeededDraws _waves;
    private readonly List<ActiveFault> _active = [];
    private readonly Dictionary<RegionId, List<PoolId>> _lost = [];
    private int _number;

    public SimFaults(SimulationRun run, RandomStream draws)
    {
        _run = run;
        _options = run.Scenario.World.Faults;
        _gateways = new SeededDraws(draws.Child("gateways"));
        _outages = new SeededDraws(draws.Child("outages"));
        _waves = new SeededDraws(draws.Child("waves"));
    }

    /// <summary>Outages of metrics, past and present: what was not read then stays missing.</summary>
    public List<ActiveFault> Blind { get; } = [];

    public void Begin()
    {
        foreach (var fault in _options.Schedule)
        {
            Push(fault.After, new SimEvent(SimEventKind.Fault, fault));
        }

        var place = 0L;
        foreach (var region in _run.World.Regions)
        {
            NextOutage(region.Id, ++place << 32);
            NextWave(region.Id, place << 32);
            foreach (var gateway in region.Gateways)
            {
                NextCrash(gateway);
            }
        }
    }

    public bool AreCut(RegionId a, RegionId b)
    {
        foreach (var fault in _active)
        {
            if (fault.Cuts(a, b))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>When the region's outage ends; null when it has none. Envelope time.</summary>
    public Instant? OutageUntil(RegionId region) => Find(FaultKind.RegionOutage, region)?.Until;

    /// <summary>Chance of a start to fail on top of the usual one.</summary>
    public double StartFailures(RegionId region) => Find(FaultKind.StartFailures, region)?.Fault.Factor ?? 0;

    public bool IsDark(RegionId region) => Find(FaultKind.MetricsOutage, region) is not null;

    public bool IsPrometheusAway => _active.Exists(f => f.Fault.Kind == FaultKind.PrometheusOutage);

    public void Happen(ScheduledFault fault)
    {
        var now = _run.Kernel.EnvelopeNow;
        var active = new ActiveFault(fault, now, now + fault.For);
        if (fault.For > TimeSpan.Zero && fault.Kind is not (FaultKind.ReplicaCrash or FaultKind.ReplicaSlowdown or FaultKind.SpotWave or FaultKind.GatewayCrash))
        {
            _active.Add(active);
            Push(fault.For, new SimEvent(SimEventKind.FaultEnds, active));
        }

        if (fault.Kind is FaultKind.MetricsOutage or FaultKind.PrometheusOutage)
        {
            Blind.Add(active);
        }

        foreach (var region in _run.World.Regions.Where(r => active.Hits(r.Id)))
        {
            Happen(fault, region);
        }
    }

    public void End(ActiveFault active)
    {
        _active.Remove(active);
        if (active.Fault.Kind == FaultKind.RegionOutage)
        {
            foreach (var region in _run.World.Regions.Where(r => active.Hits(r.Id) && OutageUntil(r.Id) is null))
            {
                Recover(region);
            }
        }
    }

    public void CrashGateway(SimGateway gateway, TimeSpan back)
    {
        if (!gateway.IsUp)
        {
            return;
        }

        gateway.Crash();
        Push(back, new SimEvent(SimEventKind.GatewayBack, gateway, gateway.Crashes));
    }

    /// <summary>A crash by chance; the next one is drawn from here on.</summary>
    public void CrashByChance(SimGateway gateway)
    {
        CrashGateway(gateway, _options.GatewayRestart);
        NextCrash(gateway);
    }

    public void GatewayBack(SimGateway gateway, long crash)
    {
        if (!gateway.IsUp && gateway.Crashes == crash && OutageUntil(gateway.Region.Id) is null)
        {
            gateway.Restart();
            _run.Fleet.Publish(gateway.Region);
        }
    }

    /// <summary>An outage or a spot wave by chance; the next one is drawn from here on.</summary>
    public void ByChance(ScheduledFault fault, long key)
    {
        Happen(fault);
        if (fault.Kind == FaultKind.RegionOutage)
        {
            NextOutage(fault.Region!.Value, key + 1);
        }
        else
        {
            NextWave(fault.Region!.Value, key + 1);
        }
    }

    private void Happen(ScheduledFault fault, SimRegion region)
    {
        _number++;
        switch (fault.Kind)
        {
            case FaultKind.ReplicaCrash:
                Victims(fault, region).ForEach(_run.Fleet.Lose);
                break;
            case FaultKind.ReplicaSlowdown:
                Victims(fault, region).ForEach(r => _run.Around.Fates.SlowDown(r, fault.Factor, fault.For));
                break;
            case FaultKind.SpotWave:
                _run.Around.Fates.Wave(region, fault.Factor, _number);
                break;
            case FaultKind.GatewayCrash:
                region.Gateways.Where(g => g.IsUp).Take(fault.Count).ToList()
                    .ForEach(g => CrashGateway(g, fault.For > TimeSpan.Zero ? fault.For : _options.GatewayRestart));
                break;
            case FaultKind.RegionOutage:
                Destroy(region);
                break;
            default:
                break;
        }
    }

    private static List<SimReplica> Victims(ScheduledFault fault, SimRegion region) => [.. region.Replicas
        .Where(r => r.Phase == InstancePhase.Ready && (fault.Model is null || r.Pool.Model == fault.Model))
        .Take(fault.Count)];

    private void Destroy(SimRegion region)
    {
        var lost = region.Replicas.ToList();
        _lost[region.Id] = lost.ConvertAll(r => r.Pool);
        _run.Fleet.Swaps.Forget(lost);
        lost.ForEach(_run.Fleet.Lose);
        _run.Fleet.Groups.Lose(region);
        _run.Around.Starts.LoseRegion(region.Id, _run.Kernel.EnvelopeNow);
        region.Gateways.ForEach(g => g.Crash());
    }

    /// <summary>Gateways are back at once. Without a planner the replicas that were lost start again, as a deployment's controller does.</summary>
    private void Recover(SimRegion region)
    {
        foreach (var gateway in region.Gateways.Where(g => !g.IsUp))
        {
            gateway.Restart();
        }

        if (_run.Scenario.Planning is null && _lost.Remove(region.Id, out var pools))
        {
            pools.ForEach(p => _run.Fleet.Start(p, 1, ready: false));
        }

        _run.Fleet.Publish(region);
    }

    private ActiveFault? Find(FaultKind kind, RegionId region)
    {
        foreach (var active in _active)
        {
            if (active.Fault.Kind == kind && active.Hits(region))
            {
                return active;
            }
        }

        return null;
    }

    private void NextCrash(SimGateway gateway)
    {
        if (_options.GatewayCrashesPerHour > 0)
        {
            var place = _run.World.Regions.TakeWhile(r => r != gateway.Region).Count();
            var key = ((long)place << 32) | (uint)gateway.Index;
            var hours = _gateways.Exponential(1 / _options.GatewayCrashesPerHour, key, gateway.CrashesDrawn++);
            Push(TimeSpan.FromHours(Math.Min(hours, 1e5)), new SimEvent(SimEventKind.GatewayCrash, gateway));
        }
    }

    private void NextOutage(RegionId region, long key)
    {
        if (_options.RegionOutagesPerHour > 0)
        {
            var length = _options.RegionOutageLength.At(_outages.Gaussian(key, 1));
            var fault = new ScheduledFault { Kind = FaultKind.RegionOutage, After = default, For = length, Region = region };
            Push(TimeSpan.FromHours(Math.Min(_outages.Exponential(1 / _options.RegionOutagesPerHour, key), 1e5)), new SimEvent(SimEventKind.FaultByChance, fault, key));
        }
    }

    private void NextWave(RegionId region, long key)
    {
        var spot = _run.Scenario.World.Spot;
        if (spot is { ReclaimsPerReplicaHour: > 0, WaveShare: > 0 })
        {
            var perHour = spot.ReclaimsPerReplicaHour * spot.WaveShare / spot.WaveReach;
            var fault = new ScheduledFault { Kind = FaultKind.SpotWave, After = default, Region = region, Factor = spot.WaveReach };
            Push(TimeSpan.FromHours(Math.Min(_waves.Exponential(1 / perHour, key), 1e5)), new SimEvent(SimEventKind.FaultByChance, fault, key));
        }
    }

    private void Push(TimeSpan after, in SimEvent what) => _run.Kernel.Push(_run.Kernel.Now + _run.Kernel.Envelope.ToReal(after), what);
}
