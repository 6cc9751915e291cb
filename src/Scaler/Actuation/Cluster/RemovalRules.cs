using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// The next step for a pod that leaves, from what is there alone: a scaler that was restarted in between decides the same. A workload is scaled by one,
/// and only when its controller can take nobody but the pod that has drained.
/// </summary>
internal static class RemovalRules
{
    /// <param name="view">The workload and its pods, as they are now.</param>
    /// <param name="victim">One of its live pods that is marked.</param>
    /// <param name="drained">It holds nothing any more, or its time is over.</param>
    /// <param name="isLong">True for a pod that is not ready for so long that it should go first.</param>
    /// <param name="least">The catalog's minimum of the pool.</param>
    public static RemovalStep Decide(WorkloadView view, ClusterPod victim, bool drained, Func<ClusterPod, bool> isLong, int least)
    {
        if (victim.ScaleTo is { } to && view.Wanted <= to)
        {
            return view.Live.Length > view.Wanted
                ? Wait("its controller has yet to act")
                : new RemovalStep(RemovalKind.AnotherWent, $"{view.Target} has {view.Wanted} replicas, and it is still there");
        }

        if (RolloutRules.FrozenBecause(view) is { } frozen)
        {
            return Wait(frozen);
        }

        if (view.Live.Length > view.Wanted)
        {
            return Wait("its controller takes replicas away");
        }

        return Blocked(view, victim, isLong)
            ?? (!drained ? Wait("it still holds requests")
            : victim.IsReclaimed && view.Wanted <= least ? Wait("its workload has no more replicas than it must have; its machine's end makes room for another")
            : IsFirst(view, victim) ? new RemovalStep(RemovalKind.Scale, "it has drained") : new RemovalStep(RemovalKind.Prepare, "it has drained"));
    }

    /// <summary>Nobody but this pod can go when the workload is scaled by one.</summary>
    private static bool IsFirst(WorkloadView view, ClusterPod victim) =>
        victim.ScaleTo == view.Wanted - 1 && (view.Target.GoesByOrdinal || victim.Cost == ClusterPod.LeastCost);

    private static RemovalStep? Blocked(WorkloadView view, ClusterPod victim, Func<ClusterPod, bool> isLong)
    {
        if (view.Missing > 0)
        {
            var top = view.Live.Max(p => p.Ordinal);
            return victim.IsReclaimed || view.Target.GoesByOrdinal && top >= view.Wanted - 1
                ? Wait("a replica is being made anew")
                : new RemovalStep(RemovalKind.CancelMissing, $"{view.Target} lacks a replica, and its controller would take nobody");
        }

        var next = PodVictims.Next(view);
        if (!next.Contains(victim))
        {
            return Instead(view, victim, next, isLong);
        }

        var rival = view.Target.GoesByOrdinal ? null : next.FirstOrDefault(p => p != victim && p.Cost == ClusterPod.LeastCost);
        return rival is null ? null
            : rival.IsMarked || victim.IsReclaimed ? Wait($"{rival.Name} goes first")
            : new RemovalStep(RemovalKind.Exchange, $"somebody gave {rival.Name} the least deletion cost", rival);
    }

    private static RemovalStep Instead(WorkloadView view, ClusterPod victim, ImmutableArray<ClusterPod> next, Func<ClusterPod, bool> isLong)
    {
        var other = next.FirstOrDefault(p => p.IsMarked) ?? next.OrderBy(p => p.Cost).ThenByDescending(p => p.CreatedAt).First();
        var why = view.Target.GoesByOrdinal ? "it has the highest number" : $"it is {(other.Class == PodClass.NotReady ? "not ready" : "not running")}, and its controller takes those first";
        return other.IsMarked ? Wait($"{other.Name} goes first: {why}")
            : victim.IsReclaimed ? Wait($"its controller would take {other.Name}: {why}")
            : view.Target.GoesByOrdinal || isLong(other) ? new RemovalStep(RemovalKind.Exchange, $"{other.Name} goes instead: {why}", other)
            : Wait($"{other.Name} is not ready");
    }

    private static RemovalStep Wait(string why) => new(RemovalKind.Wait, why);
}
