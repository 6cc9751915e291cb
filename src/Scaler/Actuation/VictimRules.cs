namespace SageServe.Scaler;

/// <summary>Which replicas of a pool leave: those that have yet to serve (newest first), then those with the least work.</summary>
internal static class VictimRules
{
    public static IReadOnlyList<ReplicaDocument> Choose(IEnumerable<ReplicaDocument> candidates, int count) =>
    [
        .. candidates
            .Where(r => r.State is ReplicaState.Starting or ReplicaState.Ready)
            .OrderBy(r => r.State == ReplicaState.Starting ? 0 : 1)
            .ThenBy(r => r.Running + r.Waiting)
            .ThenByDescending(r => r.AllocatedAt)
            .ThenByDescending(r => r.Id)
            .Take(count),
    ];
}
