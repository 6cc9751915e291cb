using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>Replicas that drain for another pool's: as one goes, the other starts on its GPUs and, where machines are simulated, on its machine.</summary>
internal sealed class SimSwaps(SimulationRun run, SimFleet fleet)
{
    private readonly List<SimReplica> _leaving = [];

    /// <summary>Replicas of the pool that wait for GPUs which others still hold.</summary>
    public int Awaited(PoolId pool) => _leaving.Count(r => r.SwapTo == pool);

    public void Apply(ScaleAction action)
    {
        var from = action.From!.Value;
        foreach (var replica in fleet.Drain(from, action.Count - Yield(from, action.Count, action.Pool), action.Pool))
        {
            // One that held nothing is gone already, and the other starts.
            if (!replica.IsGone)
            {
                _leaving.Add(replica);
            }
        }
    }

    /// <summary>Who waits for its turn is the first to give it up: to another pool, or to nobody. How many did.</summary>
    public int Yield(PoolId pool, int most, PoolId? next)
    {
        var yielding = _leaving.Where(r => r.SwapTo == pool).Reverse().Take(most).ToList();
        foreach (var replica in yielding)
        {
            replica.SwapTo = next;
            if (next is null)
            {
                _leaving.Remove(replica);
            }
        }

        return yielding.Count;
    }

    /// <summary>It has given its GPUs back, or is lost: then the other's start is one like any other.</summary>
    public void Left(SimReplica replica)
    {
        if (replica.SwapTo is not { } pool)
        {
            return;
        }

        _leaving.Remove(replica);
        var key = run.Around.NextKey(pool);
        fleet.Place(pool, fleet.Next(pool, key, replica.HandsOver ? replica.Machine : null), key, ready: false, null);
    }

    /// <summary>Their region is out: nobody takes over what is lost.</summary>
    public void Forget(IEnumerable<SimReplica> lost)
    {
        foreach (var replica in lost.Where(r => r.SwapTo is not null))
        {
            replica.SwapTo = null;
            _leaving.Remove(replica);
        }
    }
}
