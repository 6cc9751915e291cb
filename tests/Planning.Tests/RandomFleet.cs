using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

/// <summary>A fleet that does what it is told with delays, loses replicas, and reports badly now and then; all from one seed.</summary>
internal sealed class RandomFleet(ServingCatalog catalog, RandomStream random)
{
    private readonly Dictionary<PoolId, (int Ready, Queue<Instant> Starting, Queue<Instant> Draining)> _pools =
        catalog.Pools.ToDictionary(p => p.Id, p => (p.InitialReplicas, new Queue<Instant>(), new Queue<Instant>()));

    private readonly List<(PoolId Pool, Instant Until)> _waiting = [];
    private readonly double _phase = random.NextDouble() * 1000;

    public TickInput Input(ScheduledTick tick)
    {
        foreach (var id in _pools.Keys.ToList())
        {
            Step(id, tick.At);
        }

        return new TickInput
        {
            Now = tick.At,
            Demand = random.NextDouble() < 0.1 ? null : (ImmutableArray<DemandBin>)[.. Demand(tick)],
            Future = tick.FutureUntil is { } until ? [.. Demand(tick with { DemandSince = tick.At, At = until })] : null,
            Pools = random.NextDouble() < 0.05 ? null : (ImmutableArray<PoolFacts>)[.. catalog.Pools.Where(_ => random.NextDouble() > 0.02).Select(p => Facts(p.Id))],
        };
    }

    public void Apply(IEnumerable<ScaleAction> actions, Instant now)
    {
        foreach (var action in actions)
        {
            if (action.From is { } from)
            {
                Swap(from, action, now);
                continue;
            }

            var (ready, starting, draining) = _pools[action.Pool];
            for (var i = 0; i < action.Count; i++)
            {
                if (action.Kind == ScaleActionKind.Start)
                {
                    starting.Enqueue(now + TimeSpan.FromMinutes(5));
                }
                else if (ready > 0)
                {
                    ready--;
                    draining.Enqueue(now + TimeSpan.FromMinutes(random.NextInt(4)));
                }
            }

            _pools[action.Pool] = (ready, starting, draining);
        }
    }

    /// <summary>What gives way drains for a while; then the other starts.</summary>
    private void Swap(PoolId from, ScaleAction action, Instant now)
    {
        var (ready, starting, draining) = _pools[from];
        for (var i = 0; i < action.Count && ready > 0; i++)
        {
            ready--;
            var gone = now + TimeSpan.FromMinutes(random.NextInt(4));
            draining.Enqueue(gone);
            _waiting.Add((action.Pool, gone));
            _pools[action.Pool].Starting.Enqueue(gone + TimeSpan.FromMinutes(5));
        }

        _pools[from] = (ready, starting, draining);
    }

    private void Step(PoolId id, Instant now)
    {
        var (ready, starting, draining) = _pools[id];
        while (starting.TryPeek(out var readyAt) && readyAt <= now)
        {
            starting.Dequeue();
            ready++;
        }

        while (draining.TryPeek(out var goneAt) && goneAt <= now)
        {
            draining.Dequeue();
        }

        _waiting.RemoveAll(w => w.Until <= now);
        _pools[id] = (ready > 0 && random.NextDouble() < 0.01 ? ready - 1 : ready, starting, draining);
    }

    private PoolFacts Facts(PoolId id)
    {
        var (ready, starting, draining) = _pools[id];
        var unknown = ready == 0 || random.NextDouble() < 0.05;
        return new PoolFacts(
            id, ready, starting.Count, draining.Count,
            unknown ? null : Utilization.Clip(random.NextDouble() * random.NextDouble() * 1.3),
            unknown ? null : new Pressure(random.NextDouble() * random.NextDouble() * 1.5),
            TimeSpan.FromSeconds(random.NextDouble() < 0.1 ? 400 : 10),
            random.NextDouble() < 0.1 ? null : new PoolWork(random.NextInt(ready + 1), random.NextInt(3) * random.NextInt(20_000), 1e5, 1e6))
        {
            Swapping = _waiting.Count(w => w.Pool == id),
        };
    }

    private IEnumerable<DemandBin> Demand(ScheduledTick tick)
    {
        var since = Instant.Later(tick.DemandSince, tick.At - TimeSpan.FromHours(6)).FloorTo(TimeSpan.FromMinutes(1));
        return from pool in catalog.Pools
               let series = TestWorld.Series(pool.Id.Model, pool.Id.Region, random.NextDouble() < 0.9 ? ServiceTier.InteractiveFast : ServiceTier.NonInteractive)
               from bin in TestWorld.Bins(series, since, tick.At, minute => Rate(since, minute))
               select bin;
    }

    private double Rate(Instant from, int minute) =>
        800 * (1 + Math.Sin(_phase + (from.Ticks / 6e8 + minute) / 40)) * random.NextExponential(1);
}
