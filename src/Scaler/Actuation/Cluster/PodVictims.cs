using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Which pods of a workload leave, so that the ones its controller will take are the ones that were drained.</summary>
internal static class PodVictims
{
    /// <summary>In the order in which they go; those that leave already are not chosen again.</summary>
    /// <param name="view">The workload.</param>
    /// <param name="count">How many.</param>
    /// <param name="work">Requests that a pod holds.</param>
    public static ImmutableArray<ClusterPod> Choose(WorkloadView view, int count, Func<ClusterPod, int> work)
    {
        var free = view.Live.Where(p => !p.IsMarked);
        return view.Target.GoesByOrdinal
            ? [.. free.OrderByDescending(p => p.Ordinal).Take(count)]
            : [.. free.OrderBy(p => p.Class).ThenBy(p => p.Cost).ThenBy(work).ThenByDescending(p => p.CreatedAt).ThenByDescending(p => p.Name, StringComparer.Ordinal).Take(count)];
    }

    /// <summary>Whoever the controller takes next whatever costs say; of a ReplicaSet all those of the lowest class.</summary>
    public static ImmutableArray<ClusterPod> Next(WorkloadView view)
    {
        if (view.Live.IsEmpty)
        {
            return [];
        }

        return view.Target.GoesByOrdinal
            ? [view.Live.MaxBy(p => p.Ordinal)!]
            : [.. view.Live.Where(p => p.Class == view.Live.Min(q => q.Class))];
    }

    /// <summary>Those that leave already, in the order in which their controller would take them.</summary>
    public static ImmutableArray<ClusterPod> InOrder(WorkloadView view, IEnumerable<ClusterPod> marked) => view.Target.GoesByOrdinal
        ? [.. marked.OrderByDescending(p => p.Ordinal)]
        : [.. marked.OrderByDescending(p => p.ScaleTo is not null).ThenBy(p => p.Class).ThenBy(p => p.MarkedAt).ThenBy(p => p.Name, StringComparer.Ordinal)];
}
