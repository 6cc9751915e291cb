using System.Collections.Immutable;
using SageServe.Hosting;

namespace SageServe.VllmEmulator;

/// <summary>All replicas of the region, from allocation to release. Cold starts run on the envelope clock.</summary>
internal sealed class ReplicaFleet(ReplicaFactory factory, EnvelopeClock clock, ILogger<ReplicaFleet> logger)
{
    private readonly Lock _gate = new();
    private readonly List<ManagedReplica> _replicas = [];
    private readonly Dictionary<ModelId, int> _lastNumber = [];
    private int _lastUnit;

    public ImmutableArray<ReplicaDocument> List(bool all)
    {
        lock (_gate)
        {
            // Child processes report in any order; the list keeps that of allocation.
            return [.. _replicas.Where(r => all || !r.IsReleased).Select(r => r.Describe()).OrderBy(r => r.AllocatedAt)];
        }
    }

    public ManagedReplica? Find(string id)
    {
        lock (_gate)
        {
            return _replicas.Find(r => r.Id.Value == id);
        }
    }

    /// <summary>One replica; of a member of a co-resident group a unit, all of whose other engines sleep.</summary>
    /// <param name="pool">Of this region, with a profile in the catalog.</param>
    /// <param name="coldStart">Envelope time from now to Ready; null takes the profile's, or what loading a unit takes.</param>
    /// <param name="asleep">Of a unit: the pool's engine sleeps too.</param>
    /// <param name="host">Where it listens; null: at any free port of 127.0.0.1.</param>
    public async Task<IReadOnlyList<ManagedReplica>> StartAsync(PoolId pool, TimeSpan? coldStart, bool asleep = false, (string Address, int Port)? host = null)
    {
        if (factory.Members(pool) is not { } members)
        {
            return [await StartOneAsync(pool, coldStart, null, startsAsleep: false, host)];
        }

        var unit = $"{pool.Region}-{factory.Group(pool)}-{Interlocked.Increment(ref _lastUnit)}";
        return await Task.WhenAll(members.Select(m => StartOneAsync(m, coldStart, unit, startsAsleep: asleep || m != pool)));
    }

    private async Task<ManagedReplica> StartOneAsync(PoolId pool, TimeSpan? coldStart, string? unit, bool startsAsleep, (string Address, int Port)? host = null)
    {
        var allocatedAt = clock.Now;
        var id = NextId(pool);
        var (spec, usual) = factory.Describe(id, pool);
        spec = spec with { StartsAsleep = startsAsleep, Host = host?.Address ?? spec.Host, Port = host?.Port ?? 0 };
        var replica = new ManagedReplica(id, pool, await factory.CreateAsync(spec), allocatedAt, unit, startsAsleep, spec.Host);
        lock (_gate)
        {
            _replicas.Add(replica);
        }

        logger.Allocated(id, pool, replica.Host.Port);
        _ = WatchForCrashAsync(replica);
        var opensAt = clock.ToReal(allocatedAt + (coldStart ?? usual));
        if (opensAt <= clock.Real.Now)
        {
            await OpenAsync(replica);
        }
        else
        {
            _ = OpenLaterAsync(replica, opensAt);
        }

        return replica;
    }

    public void Drain(ManagedReplica replica, TimeSpan limit)
    {
        if (replica.TryDrain())
        {
            logger.Draining(replica.Id, limit);
            _ = DrainThenStopAsync(replica, limit);
        }
        else if (replica.State == ReplicaState.Starting)
        {
            _ = StopAsync(replica);
        }
    }

    public async Task StopAsync(ManagedReplica replica)
    {
        if (replica.TryClaimEnd())
        {
            await replica.Starting.CancelAsync();
            await replica.Host.StopAsync();
            replica.Release(ReplicaState.Stopped, clock.Now);
            logger.Stopped(replica.Id);
        }
    }

    public async Task KillAsync(ManagedReplica replica)
    {
        if (replica.TryClaimEnd())
        {
            await replica.Starting.CancelAsync();
            await replica.Host.KillAsync();
            replica.Release(ReplicaState.Failed, clock.Now);
            logger.Killed(replica.Id);
        }
    }

    public Task StopAllAsync()
    {
        ManagedReplica[] all;
        lock (_gate)
        {
            all = [.. _replicas];
        }

        return Task.WhenAll(all.Select(StopAsync));
    }

    private InstanceId NextId(PoolId pool)
    {
        lock (_gate)
        {
            var number = _lastNumber.GetValueOrDefault(pool.Model) + 1;
            _lastNumber[pool.Model] = number;
            return new InstanceId($"{pool.Region}-{pool.Model}-{number}");
        }
    }

    private async Task OpenLaterAsync(ManagedReplica replica, Instant opensAt)
    {
        try
        {
            var wait = opensAt - clock.Real.Now;
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock.Real.Time, replica.Starting.Token);
            }

            await OpenAsync(replica);
        }
        catch (OperationCanceledException)
        {
            logger.StartCancelled(replica.Id);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            logger.StartFailed(e, replica.Id);
            if (replica.TryClaimEnd())
            {
                replica.Release(ReplicaState.Failed, clock.Now);
            }
        }
    }

    private async Task OpenAsync(ManagedReplica replica)
    {
        replica.Starting.Token.ThrowIfCancellationRequested();
        await replica.Host.OpenAsync();
        if (replica.TryBecomeReady(clock.Now))
        {
            logger.Ready(replica.Id);
        }
    }

    private async Task DrainThenStopAsync(ManagedReplica replica, TimeSpan limit)
    {
        var idle = replica.Host.DrainAsync();
        if (await Task.WhenAny(idle, Task.Delay(limit, clock.Real.Time)) != idle)
        {
            logger.DrainLimitReached(replica.Id, limit);
        }

        await StopAsync(replica);
    }

    private async Task WatchForCrashAsync(ManagedReplica replica)
    {
        await replica.Host.Crashed;
        if (replica.TryClaimEnd())
        {
            replica.Release(ReplicaState.Failed, clock.Now);
            logger.Crashed(replica.Id);
        }
    }
}
