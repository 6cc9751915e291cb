using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>
/// Swaps between the workloads of a cluster: a pod that drains names the workload that gets a replica when it goes. That one is scaled first, and what it is
/// to have is written on the pod before: who takes over between the writes finds the pod, and goes on where the last one ended.
/// </summary>
internal sealed class ClusterSwaps(IReadOnlyCollection<WorkloadFleet> fleets)
{
    public async Task<ActionReceipt> BeginAsync(ScaleAction action, IReadOnlyCollection<string> gateways, CancellationToken stop)
    {
        if (Of(action.Pool) is not { } grows || Of(action.From!.Value) is not { } yields)
        {
            return new ActionReceipt(action, Moved: 0, $"failed: no workload is configured for {(Of(action.Pool) is null ? action.Pool : action.From)}");
        }

        if (grows.Moves.FullBecause is { } full)
        {
            return new ActionReceipt(action, Moved: 0, $"failed: {full}");
        }

        var waited = await YieldAsync(yields.Target, action.Count, grows.Target, stop);
        if (waited == action.Count)
        {
            return new ActionReceipt(action, waited, $"{grows.Target} takes the place of {yields.Target}, which waited for others to go");
        }

        var receipt = await yields.Moves.GiveWayAsync(action with { Count = action.Count - waited }, grows.Target, gateways, stop);
        return new ActionReceipt(action, waited + receipt.Moved, receipt.Applied ? $"{receipt.Text}; {grows.Target} gets as many when they are gone" : receipt.Text);
    }

    /// <summary>Who waits for its turn is the first to give it up: to another workload, or to nobody. How many did.</summary>
    public async Task<int> YieldAsync(WorkloadTarget target, int most, WorkloadTarget? next, CancellationToken stop)
    {
        var yielding = fleets.SelectMany(f => f.State.Swapping.Select(p => (f.State, Pod: p))).Where(s => s.Pod.SwapTo == target.Address)
            .OrderByDescending(s => s.Pod.MarkedAt).Take(most).ToArray();
        foreach (var (state, pod) in yielding)
        {
            await state.Calls.SwapAsync(pod, next?.Address, stop);
            await state.LookAsync(stop);
        }

        return yielding.Length;
    }

    /// <summary>Those for which room was made get it.</summary>
    /// <param name="fleet">Whose pods made it.</param>
    /// <param name="mayWrite">False: another scaler moves the region now, and decides what is owed anew.</param>
    /// <param name="stop">Gives up.</param>
    public async Task PayAsync(WorkloadFleet fleet, bool mayWrite, CancellationToken stop)
    {
        if (!mayWrite)
        {
            fleet.State.Owed.Clear();
        }

        while (fleet.State.Owed.TryDequeue(out var owed))
        {
            if (fleets.FirstOrDefault(f => f.Target.Address == owed.To) is { } grows)
            {
                await PayAsync(grows, fleet.State, owed.From, stop);
            }
        }
    }

    /// <summary>
    /// What can't be added is dropped and told, and planning decides it anew. A server that is not well is asked again at the next look while the pod
    /// stands, by whoever leads then.
    /// </summary>
    private static async Task PayAsync(WorkloadFleet grows, WorkloadState yields, ClusterPod pod, CancellationToken stop)
    {
        var isThere = yields.View?.Live.Any(p => p.Uid == pod.Uid) == true;
        var (added, told) = await AddAsync(grows.Moves, isThere ? yields : null, pod, stop);
        grows.State.Tell(
            added > 0 ? "SwappedIn" : "SwapDropped", $"{pod.Name} makes room for {(added > 0 ? "it" : "a replica that is not added")}: {told}.", isWarning: added == 0);
        if (isThere)
        {
            await (added > 0 ? yields.Calls.SwappedAsync(pod, stop) : yields.Calls.SwapAsync(pod, null, stop));
            await yields.LookAsync(stop);
        }
    }

    private static async Task<(int Added, string Told)> AddAsync(WorkloadMoves moves, WorkloadState? stands, ClusterPod pod, CancellationToken stop)
    {
        try
        {
            return stands is null ? await moves.AddOneAsync(stop) : await moves.AddOnceAsync(pod.SwapScale, n => stands.Calls.SwapScaleAsync(pod, n, stop), stop);
        }
        catch (Exception e) when (e is KubernetesException { IsRefusal: true } || stands is null && e is (KubernetesException or HttpRequestException))
        {
            return (0, e.Message);
        }
    }

    /// <summary>With what waits for others to go: it starts, and holds nothing yet.</summary>
    public PoolCount Count(WorkloadFleet fleet, TimeSpan age)
    {
        var own = fleet.Count(age);
        var awaited = fleets.Sum(f => f.State.Swapping.Count(p => p.SwapTo == fleet.Target.Address));
        var going = fleets.Sum(f => f.State.Leaving.Count(p => MakesRoom(p, fleet.Target))) - awaited;
        return own with { Starting = own.Starting + awaited, Swapping = awaited + Math.Min(own.Starting, going) };
    }

    /// <summary>Somebody who leaves for it still has its GPUs.</summary>
    public bool IsAwaited(WorkloadTarget target) => fleets.Any(f => f.State.Leaving.Any(p => MakesRoom(p, target)));

    private static bool MakesRoom(ClusterPod pod, WorkloadTarget target) => (pod.SwappedTo ?? pod.SwapTo) == target.Address;

    private WorkloadFleet? Of(PoolId pool) => fleets.FirstOrDefault(f => f.Target.Pool == pool);
}
