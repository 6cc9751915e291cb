using System.Collections.Immutable;
using System.Globalization;
using SageServe.EngineModel;

namespace SageServe.Simulator;

/// <summary>Starts, drains and kills replicas, reads their metrics and publishes the fleet to the flows of its region.</summary>
internal sealed class SimFleet(SimulationRun run)
{
    private static readonly SortedDictionary<ModelId, FlowDriver>.ValueCollection NoFlows = new SortedDictionary<ModelId, FlowDriver>().Values;
    private ImmutableArray<HeadroomForecast> _headroom = [];
    private SimGroups? _groups;
    private SimSwaps? _swaps;

    /// <summary>Units of co-resident groups, and who is awake on them.</summary>
    public SimGroups Groups => _groups ??= new SimGroups(run, this);

    /// <summary>Replicas that make room for others'.</summary>
    public SimSwaps Swaps => _swaps ??= new SimSwaps(run, this);

    /// <summary>What the last plan tells of routing, in request time.</summary>
    public PlanAdvice? Advice { get; private set; }

    /// <summary>A plan is published: the gateways know it at once.</summary>
    public void Take(PlanDocument plan) => (Advice, _headroom) = (plan.ToAdvice(run.Kernel.Envelope), plan.HeadroomIn(run.Kernel.Envelope));

    /// <summary>What the plan in force tells of room for patient work, in request time; null without one.</summary>
    public HeadroomForecast? HeadroomOf(ModelId model, RegionId region) =>
        run.Kernel.Now < Advice?.ExpiresAt ? _headroom.FirstOrDefault(h => h.Deployment.Model == model && h.Deployment.Region == region) : null;

    public void Start(PoolId pool, int count, bool ready)
    {
        if (Groups.Holds(pool))
        {
            Groups.Start(pool, count, ready);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var (start, key) = Plan(pool, ready);
            Place(pool, start, key, ready, null);
        }
    }

    /// <summary>How the next replica of a pool comes to be, and the key of its draws.</summary>
    public (ReplicaStart Start, long Key) Plan(PoolId pool, bool ready)
    {
        var key = run.Around.NextKey(pool);
        return (ready ? run.Around.Starts.Initial(pool, run.Kernel.EnvelopeNow) : Next(pool, key), key);
    }

    /// <summary>A replica holds its GPUs from now on; of a co-resident group those of a unit.</summary>
    public void Place(PoolId pool, in ReplicaStart start, long key, bool ready, SimUnit? unit)
    {
        var region = run.World.Region(pool.Region);
        var replica = New(region, pool, start, key, ready, unit);
        unit?.Enter(replica);
        region.Add(replica);
        run.Around.Usage.Of(pool).Began(replica);
        foreach (var checker in run.Checkers)
        {
            checker.Started(region, replica);
        }

        run.Around.Fates.Allocated(replica);
        if (ready)
        {
            Serve(replica);
        }
    }

    /// <summary>A start ends: it serves, or it turns out that it failed.</summary>
    public void BecomeReady(SimReplica replica)
    {
        if (replica.Phase != InstancePhase.Starting)
        {
            return;
        }

        if (replica.FailsToStart)
        {
            Lose(replica);
        }
        else
        {
            Serve(replica);
        }
    }

    /// <summary>Takes nothing new from now on, because its machine goes; its gateways know at once.</summary>
    public void Drain(SimReplica replica)
    {
        if (replica.Unit is { } unit)
        {
            unit.IsLeaving = true;
        }

        replica.IsReclaimed = true;
        if (replica.Phase is InstancePhase.Starting or InstancePhase.Ready)
        {
            replica.Drain(run.Kernel.Now, run.Kernel.EnvelopeNow);
            ReleaseIfDrained(replica);
            Publish(run.World.Region(replica.Pool.Region));
        }
    }

    /// <summary>Who waits for others' GPUs gives that up first; then starting ones go, they serve nobody; then those with the least to finish.</summary>
    public void Stop(PoolId pool, int count) => Drain(pool, count - Swaps.Yield(pool, count, null), null);

    /// <summary>Draining is published at once.</summary>
    /// <param name="pool">Whose replicas.</param>
    /// <param name="count">How many.</param>
    /// <param name="to">Who takes over their GPUs.</param>
    public List<SimReplica> Drain(PoolId pool, int count, PoolId? to)
    {
        var region = run.World.Region(pool.Region);
        var chosen = region.InPool(pool)
            .Where(r => r.Phase is InstancePhase.Starting or InstancePhase.Ready)
            .OrderBy(r => r.Phase == InstancePhase.Starting ? 0 : 1)
            .ThenBy(r => r.Legs.Count)
            .ThenByDescending(r => r.Id)
            .Take(count)
            .ToList();
        foreach (var replica in chosen)
        {
            replica.SwapTo = to;
            replica.Drain(run.Kernel.Now, run.Kernel.EnvelopeNow);
            ReleaseIfDrained(replica);
        }

        run.Around.Usage.Of(pool).ScaledIn(chosen.Count, run.Kernel.EnvelopeNow);
        Publish(region);
        return chosen;
    }

    public void ReleaseIfDrained(SimReplica replica)
    {
        if (replica is not { Phase: InstancePhase.Draining, Legs.Count: 0, IsGone: false })
        {
            return;
        }

        if (!replica.HandsOver)
        {
            run.Around.Starts.Return(replica, run.Kernel.EnvelopeNow, served: replica.ReadyAt is not null);
        }

        Release(replica);
    }

    public void Kill(PoolId pool)
    {
        var victim = run.World.Region(pool.Region).InPool(pool).FirstOrDefault(r => r.Phase == InstancePhase.Ready);
        if (victim is not null)
        {
            Lose(victim);
        }
    }

    /// <summary>What ran there breaks: before or after the first byte, as each stands. The gateways learn of it by failing.</summary>
    public void Lose(SimReplica replica)
    {
        foreach (var leg in replica.LegsInOrder)
        {
            var tokens = leg.TokensAt(run.Kernel.Now);
            var outcome = tokens > 0 ? AttemptOutcome.BrokenAfterFirstByte : AttemptOutcome.BrokenBeforeFirstByte;
            run.Kernel.Push(run.Kernel.Now, new SimEvent(SimEventKind.AttemptFailed, leg, Tokens: tokens, Outcome: outcome));
            leg.Driver.StreamEnded(leg);
            run.World.Left(leg, replica, completed: false);
        }

        replica.Lose(run.Kernel.Now);
        run.Around.Starts.Lose(replica);
        Release(replica);
    }

    /// <summary>Reads the engines' metrics; the gateways see them at once, or after the delay of the scenario.</summary>
    public void Scrape(SimRegion region)
    {
        run.Around.Readings.Read(region);
        var delay = run.Scenario.World.Telemetry.ScrapeDelay;
        if (delay <= TimeSpan.Zero)
        {
            Show(region);
        }
        else
        {
            run.Kernel.Push(run.Kernel.Now + delay, new SimEvent(SimEventKind.ReadingsShown, region));
        }

        run.Kernel.Push(run.Kernel.Now + run.Scenario.ScrapeInterval, new SimEvent(SimEventKind.Scrape, region));
    }

    /// <summary>The gateways see the latest readings and tell the other regions.</summary>
    public void Show(SimRegion region)
    {
        Publish(region);
        if (region.Gateways.Exists(g => g.IsUp))
        {
            region.Tell(RegionSummaries.Of(region, Summary));
        }
    }

    public void Publish(SimRegion region)
    {
        var now = run.Kernel.Now;
        var builder = new FleetSnapshotBuilder(region.Id, region.Fleet).With(Advice);
        foreach (var replica in region.Published)
        {
            builder.Add(replica.ToSnapshot());
        }

        foreach (var other in run.World.Regions)
        {
            if (other == region)
            {
                continue;
            }

            if (!run.Around.Faults.AreCut(region.Id, other.Id))
            {
                region.Heard[other.Id] = other.SeenAt(now, other.OneWayTo(region.Id));
            }

            foreach (var summary in region.Heard.GetValueOrDefault(other.Id, []))
            {
                builder.Add(summary);
            }
        }

        var fleet = region.Fleet = builder.Build(now, ++region.FleetVersion);
        foreach (var gateway in region.Gateways)
        {
            foreach (var driver in gateway.IsUp ? gateway.Flows.Values : NoFlows)
            {
                driver.FleetChanged(fleet);
            }
        }
    }

    private RegionSummary Summary(FlowDriver driver)
    {
        foreach (var checker in run.Checkers)
        {
            checker.FlowRead(driver);
        }

        return driver.Flow.ReadSummary(run.Kernel.Now);
    }

    private SimReplica New(SimRegion region, PoolId pool, in ReplicaStart start, long key, bool ready, SimUnit? unit)
    {
        var catalog = run.Scenario.Catalog;
        var id = new InstanceId(string.Create(CultureInfo.InvariantCulture, $"{pool.Region}-{pool.Model}-{++region.Started}"));
        var engine = new EngineInstance(catalog.Profile(pool.Model, pool.Accelerator), catalog.Model(pool.Model).MaxContextTokens, reportEveryToken: false);
        var replica = new SimReplica(id, pool, engine, start, key, run.End) { Unit = unit, Group = catalog.GroupOf(pool)?.Name };
        if (!ready)
        {
            run.Kernel.Push(run.Kernel.Now + run.Kernel.Envelope.ToReal(start.AllocatedAt - run.Kernel.EnvelopeNow + start.Takes), new SimEvent(SimEventKind.ReplicaReady, replica));
        }

        return replica;
    }

    /// <summary>In a region that is out the start begins when it is back.</summary>
    /// <param name="pool">Of the replica.</param>
    /// <param name="key">Of its draws.</param>
    /// <param name="machine">That another replica hands over; null: one is looked for.</param>
    public ReplicaStart Next(PoolId pool, long key, Machine? machine = null) => run.Around.Starts.Next(
        pool, key, run.Around.Faults.OutageUntil(pool.Region) ?? run.Kernel.EnvelopeNow, run.Around.Faults.StartFailures(pool.Region), machine);

    private void Serve(SimReplica replica)
    {
        replica.BecomeReady(run.Kernel.Now, run.Kernel.EnvelopeNow);
        run.Around.Fates.Serves(replica);
        Groups.Serves(replica);
    }

    private void Release(SimReplica replica)
    {
        replica.IsGone = true;
        replica.StepAt = Instant.Max;
        run.Around.Usage.Of(replica.Pool).Ended(replica, run.Kernel.EnvelopeNow);
        run.Around.CountServing(replica);
        run.World.Region(replica.Pool.Region).Remove(replica);
        if (replica.Unit is { } unit)
        {
            Groups.Left(unit, replica);
        }

        Swaps.Left(replica);
    }
}
