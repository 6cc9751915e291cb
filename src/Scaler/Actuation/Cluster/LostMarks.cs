using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// Pods that were to leave and that somebody else took away: their controller makes others in their place, so one more is still to leave. Remembered in
/// this process alone; after a restart planning decides it anew.
/// </summary>
internal sealed class LostMarks
{
    private const int MostSent = 1024;

    private readonly List<string> _sent = [];
    private ImmutableArray<ClusterPod> _marked = [];
    private int _wanted = -1;

    /// <summary>Each of them stands for one that is still to leave; whether it is really gone only the server can say.</summary>
    public ImmutableArray<ClusterPod> Owed { get; private set; } = [];

    /// <param name="view">As it is now.</param>
    public void See(WorkloadView view)
    {
        // Whoever changed the number has taken them into account.
        Owed = view.Wanted == _wanted ? [.. Owed, .. _marked.Where(m => IsLost(m, view))] : [];
        (_marked, _wanted) = ([.. view.Marked.Where(p => p.MarkedAt is not null)], view.Wanted);
    }

    /// <summary>It was marked just now, at this number of replicas.</summary>
    public void Marked(ClusterPod pod, int wanted) => (_marked, _wanted) = ([.. _marked.Where(m => m.Uid != pod.Uid), pod], wanted);

    /// <summary>We took it away.</summary>
    public void Sent(ClusterPod pod)
    {
        _sent.Add(pod.Uid);
        if (_sent.Count > MostSent)
        {
            _sent.RemoveAt(0);
        }
    }

    /// <summary>Its mark is taken back.</summary>
    public void Stays(ClusterPod pod)
    {
        _sent.Remove(pod.Uid);
        _marked = [.. _marked.Where(m => m.Uid != pod.Uid)];
    }

    /// <summary>We set the number, and meant it.</summary>
    public void Set(int wanted) => _wanted = wanted;

    /// <summary>One has been made up for, or was there all the time.</summary>
    public void Paid(ClusterPod pod) => Owed = Owed.Remove(pod);

    /// <summary>More are wanted: nobody has to leave for them any more.</summary>
    public void Forget() => Owed = [];

    /// <summary>It is gone, and not by us.</summary>
    public bool IsLost(ClusterPod marked, WorkloadView view) =>
        !_sent.Contains(marked.Uid) && !view.Live.Any(p => p.Uid == marked.Uid) && !(marked.ScaleTo is { } to && view.Wanted <= to);
}
