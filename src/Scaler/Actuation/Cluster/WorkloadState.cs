using System.Collections.Immutable;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>What is known of one workload between two looks.</summary>
internal sealed class WorkloadState(ClusterParts parts, WorkloadTarget target)
{
    private PodSelector? _selector;
    private Instant? _missingSince;
    private string? _frozen;

    public WorkloadTarget Target => target;

    public ClusterParts Parts => parts;

    public ClusterCalls Calls { get; } = new(parts.Client, parts.Watch, target, parts.Clock);

    public ForeignScale Foreign { get; } = new(parts.Options.ForeignPause);

    public LostMarks Lost { get; } = new();

    /// <summary>The last look; null while there is no such workload, or nothing was read.</summary>
    public WorkloadView? View { get; private set; }

    /// <summary>Why pods that are marked are still there, by name.</summary>
    public ImmutableSortedDictionary<string, string> Waits { get; set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Why nothing is taken away now; null where it may be.</summary>
    public string? Frozen => _frozen;

    /// <summary>True when the workload is there.</summary>
    public async Task<bool> LookAsync(CancellationToken stop)
    {
        if (parts.Watch.Workload(target) is not { } workload)
        {
            View = null;
            return false;
        }

        _selector ??= await Calls.SelectorAsync(stop);
        if (workload.Spec.Replicas is null)
        {
            // The kind counts its replicas where only its scale says.
            await Calls.SelectorAsync(stop);
        }

        Take(new WorkloadView(target, workload, parts.Watch.Wanted(target, workload) ?? 0, null, parts.Watch.Pods(_selector)));
        return true;
    }

    /// <summary>As the server has it now.</summary>
    public async Task<WorkloadView> ReadAsync(CancellationToken stop)
    {
        _selector ??= await Calls.SelectorAsync(stop);
        var read = await Calls.ReadAsync(_selector, stop);
        Take(read);
        return read;
    }

    /// <summary>Sets how many it is to have; it was read just before.</summary>
    public async Task SetAsync(WorkloadView read, int replicas, CancellationToken stop)
    {
        await Calls.SetAsync(read, replicas, stop);
        Foreign.Set(replicas);
        Lost.Set(replicas);
        View = read with { Wanted = replicas, Version = null };
    }

    /// <summary>Workloads that get a replica now, and the pods that made room for them.</summary>
    public Queue<(string To, ClusterPod From)> Owed { get; } = new();

    /// <summary>Pods that leave and for which the other workload has yet to be scaled.</summary>
    public IEnumerable<ClusterPod> Swapping => (View?.Marked ?? []).Where(p => p.SwapTo is not null && !IsScaledFor(p));

    /// <summary>Pods that still hold their GPUs and leave or go.</summary>
    public IEnumerable<ClusterPod> Leaving => (View?.Pods ?? []).Where(p => !p.HasEnded && (p.IsMarked || p.IsGoing));

    /// <summary>Its workload has been scaled for it: it goes, and can't be kept.</summary>
    public bool IsScaledFor(ClusterPod pod) => pod.ScaleTo is { } to && View?.Wanted <= to;

    /// <summary>It takes nothing new from now on, and leaves; for another workload where one is named.</summary>
    public async Task MarkAsync(ClusterPod pod, string mark, CancellationToken stop, string? swapTo = null)
    {
        await Calls.MarkAsync(pod, mark, swapTo, stop);
        Lost.Marked(pod, View?.Wanted ?? 0);
    }

    /// <summary>The pod's place is about to be free, or is: who waits for it is owed one.</summary>
    public void Owe(ClusterPod pod)
    {
        if (pod.SwapTo is { } to)
        {
            Owed.Enqueue((to, pod));
        }
    }

    /// <summary>It stays.</summary>
    public async Task TakeBackAsync(ClusterPod pod, CancellationToken stop)
    {
        await Calls.TakeBackAsync(pod, stop);
        Lost.Stays(pod);
    }

    /// <summary>It waits for a machine, or to be made, for so long that nobody should wait for it.</summary>
    public bool IsNotComing(ClusterPod pod) => pod.UnschedulableSince is { } since && parts.Clock.Now - since >= parts.Options.UnschedulableAfter;

    /// <summary>Replicas that are wanted and not coming: pods without a machine, and those that nobody makes.</summary>
    public int NotComing => View is { } view
        ? view.Live.Count(p => !p.IsMarked && IsNotComing(p)) + (IsMissingLong ? view.Missing : 0)
        : 0;

    private bool IsMissingLong => _missingSince is { } since && parts.Clock.Now - since >= parts.Options.UnschedulableAfter;

    public PoolCount Count(TimeSpan age)
    {
        if (View is not { } view)
        {
            return new PoolCount(target.Pool, 0, 0, 0, age);
        }

        var stay = view.Live.Where(p => !p.IsMarked).ToArray();
        var coming = stay.Count(p => !p.IsReady && !IsNotComing(p)) + (IsMissingLong ? 0 : view.Missing);
        var draining = Leaving.Count();
        return new PoolCount(target.Pool, stay.Count(p => p.IsReady), coming, draining, age) { NotComing = NotComing };
    }

    public void Tell(string reason, string message, bool isWarning = false) => parts.Voice.Tell(target, View?.Workload, reason, message, isWarning);

    private void Take(WorkloadView view)
    {
        View = view;
        _missingSince = view.Missing == 0 ? null : _missingSince ?? parts.Clock.Now;
        TellForeign(view);
        TellFrozen(view);
    }

    private void TellForeign(WorkloadView view)
    {
        if (!parts.MayWrite())
        {
            Foreign.Follow(view.Wanted);
            return;
        }

        if (Foreign.See(view.Wanted, parts.Clock.Now) is not var (from, to))
        {
            return;
        }

        parts.Metrics.ForeignScale(target.Pool);
        var pause = Foreign.PausedUntil(parts.Clock.Now) is { } until ? $" It undid our moves twice: nothing is moved here until {until}." : " It counts as it is.";
        Tell("ScaledByAnother", $"Somebody else scaled it from {from} to {to}.{pause} Two that scale one workload hurt those who wait; take one of them away.", isWarning: true);
    }

    private void TellFrozen(WorkloadView view)
    {
        var now = RolloutRules.FrozenBecause(view);
        parts.Metrics.Frozen(target.Pool, now is not null);

        // Not seen by its controller yet is the ordinary state after each change, ours too.
        if (now is not null && _frozen is null && !view.Workload.IsUnobserved)
        {
            Tell("ScaleInFrozen", $"Nothing is taken away: {now}.");
        }

        _frozen = view.Workload.IsUnobserved ? _frozen : now;
    }
}
