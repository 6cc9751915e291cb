using System.Globalization;
using SageServe.EngineModel;

namespace SageServe.Simulator;

/// <summary>Starts, drains and kills replicas, reads their metrics and publishes the fleet to the flows of its region.</summary>
internal sealed class SimFleet(SimulationRun run)
{
    public PlanAdvice? Advice { get; set; }

    public void Start(PoolId pool, int count, bool ready)
    {
        var region = run.World.Region(pool.Region);
        for (var i = 0; i < count; i++)
        {
            var replica = New(region, pool, ready);
            region.Add(replica);
            run.Around.Usage.Of(pool).Began(replica);
            foreach (var checker in run.Checkers)
            {
                checker.Started(region, replica);
            }

            if (ready)
            {
                replica.BecomeReady(run.Kernel.Now, run.Kernel.EnvelopeNow);
            }
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
            replica.BecomeReady(run.Kernel.Now, run.Kernel.EnvelopeNow);
        }
    }

    /// <summary>Starting ones go first, they serve nobody; then those with the least to finish. Draining is published at once.</summary>
    public void Stop(PoolId pool, int count)
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
            replica.Drain(run.Kernel.Now, run.Kernel.EnvelopeNow);
            ReleaseIfDrained(replica);
        }

        run.Around.Usage.Of(pool).ScaledIn(chosen.Count, run.Kernel.EnvelopeNow);
        Publish(region);
    }

    public void ReleaseIfDrained(SimReplica replica)
    {
        if (replica is { Phase: InstancePhase.Draining, Legs.Count: 0 })
        {
            run.Around.Starts.Return(replica, run.Kernel.EnvelopeNow, served: replica.ReadyAt is not null);
            Release(replica);
        }
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
            foreach (var checker in run.Checkers)
            {
                checker.Left(leg, replica, completed: false);
            }
        }

        replica.Lose(run.Kernel.Now);
        run.Around.Starts.Lose(replica);
        Release(replica);
    }

    public void Scrape(SimRegion region)
    {
        var now = run.Kernel.Now;
        foreach (var replica in region.Published)
        {
            if (replica.Phase is not (InstancePhase.Ready or InstancePhase.Draining))
            {
                continue;
            }

            replica.Read(now);
            foreach (var checker in run.Checkers)
            {
                checker.ReplicaRead(replica);
            }
        }

        Publish(region);
        region.Tell([.. region.Flows.Values.Select(Summary)]);
        run.Kernel.Push(now + run.Scenario.ScrapeInterval, new SimEvent(SimEventKind.Scrape, region));
    }

    public void Publish(SimRegion region)
    {
        var now = run.Kernel.Now;
        var builder = new FleetSnapshotBuilder(region.Id, region.Fleet).With(Advice);
        foreach (var replica in region.Published)
        {
            builder.Add(replica.ToSnapshot());
        }

        foreach (var other in run.World.Regions.Where(r => r != region))
        {
            foreach (var summary in other.SeenAt(now, other.OneWayTo(region.Id)))
            {
                builder.Add(summary);
            }
        }

        var fleet = region.Fleet = builder.Build(now, ++region.FleetVersion);
        foreach (var driver in region.Flows.Values)
        {
            driver.FleetChanged(fleet);
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

    private SimReplica New(SimRegion region, PoolId pool, bool ready)
    {
        var catalog = run.Scenario.Catalog;
        var now = run.Kernel.EnvelopeNow;
        var key = run.Around.NextKey(pool);
        var start = ready ? run.Around.Starts.Initial(pool, now) : run.Around.Starts.Next(pool, key, now, 0);
        var id = new InstanceId(string.Create(CultureInfo.InvariantCulture, $"{pool.Region}-{pool.Model}-{++region.Started}"));
        var engine = new EngineInstance(catalog.Profile(pool.Model, pool.Accelerator), catalog.Model(pool.Model).MaxContextTokens, reportEveryToken: false);
        var replica = new SimReplica(id, pool, engine, start, key, run.End);
        if (!ready)
        {
            run.Kernel.Push(run.Kernel.Now + run.Kernel.Envelope.ToReal(start.AllocatedAt - now + start.Takes), new SimEvent(SimEventKind.ReplicaReady, replica));
        }

        return replica;
    }

    private void Release(SimReplica replica)
    {
        run.Around.Usage.Of(replica.Pool).Ended(replica, run.Kernel.EnvelopeNow);
        run.World.Region(replica.Pool.Region).Remove(replica);
    }
}
