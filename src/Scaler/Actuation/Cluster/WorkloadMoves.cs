using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>Begins the moves of one workload. A stop is a mark on a pod; a start takes marks back before it asks for new replicas.</summary>
internal sealed class WorkloadMoves(WorkloadState state)
{
    private const int MostTries = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private ClusterParts Parts => state.Parts;

    public async Task<ActionReceipt> ApplyAsync(ScaleAction action, IReadOnlyCollection<string> gateways, CancellationToken stop)
    {
        if (action.Kind is not (ScaleActionKind.Start or ScaleActionKind.Stop) || action.Group is not null)
        {
            return Failed(action, $"{action.Kind.WireName()} is for co-resident groups, and on Kubernetes there are none");
        }

        if (Barred is { } barred)
        {
            return Failed(action, barred);
        }

        return action.Kind == ScaleActionKind.Start ? await StartAsync(action, stop) : await StopAsync(action, null, gateways, stop);
    }

    /// <summary>Replicas of this workload drain for one of another.</summary>
    public async Task<ActionReceipt> GiveWayAsync(ScaleAction action, WorkloadTarget to, IReadOnlyCollection<string> gateways, CancellationToken stop)
    {
        if (Barred is { } barred)
        {
            return Failed(action, barred);
        }

        var receipt = await StopAsync(action, to.Address, gateways, stop);
        await state.LookAsync(stop);
        return receipt;
    }

    /// <summary>Adds one, as any start.</summary>
    public async Task<(int Added, string Told)> AddOneAsync(CancellationToken stop) => Barred is { } barred ? (0, barred) : await AddAsync(1, stop);

    /// <summary>Adds one, and once only: what is meant is written down before it is done.</summary>
    /// <param name="meant">What was written down by whoever tried before; null: nobody did.</param>
    /// <param name="note">Writes down how many there are to be.</param>
    /// <param name="stop">Gives up.</param>
    public async Task<(int Added, string Told)> AddOnceAsync(int? meant, Func<int, Task> note, CancellationToken stop)
    {
        var read = await state.ReadAsync(stop);
        if (read.Wanted >= meant)
        {
            return (1, $"scaled {state.Target} to {read.Wanted} before");
        }

        if ((Barred ?? (Room(read, 1) is (0, var full) ? full : null)) is { } why)
        {
            return (0, why);
        }

        await note(read.Wanted + 1);
        await state.SetAsync(read, read.Wanted + 1, stop);
        state.Tell("ScaledOut", $"Scaled from {read.Wanted} to {read.Wanted + 1}.");
        return (1, $"scaled {state.Target} from {read.Wanted} to {read.Wanted + 1}");
    }

    /// <summary>Why nothing can begin to start here; null where it can.</summary>
    public string? FullBecause => Barred ?? (state.View is { } view && Room(view, 1) is (0, var why) ? why : null);

    /// <summary>Why nothing is moved here at all; null where it may be.</summary>
    private string? Barred => Parts.Watch.Workload(state.Target) is null ? $"there is no {state.Target} in namespace {state.Target.Namespace}"
        : state.Foreign.PausedUntil(Parts.Clock.Now) is { } until ? $"somebody else scales {state.Target}; it is left alone until {until}"
        : null;

    public string Foresee(ScaleAction action)
    {
        if (state.View is not { } view)
        {
            return $"fail: there is no {state.Target}";
        }

        return action.Kind == ScaleActionKind.Start ? $"start {action.Count} of {action.Pool} ({state.Target}, {view.Wanted} now)"
            : $"drain {Names(PodVictims.Choose(view, action.Count, _ => 0))} of {state.Target}";
    }

    private async Task<ActionReceipt> StartAsync(ScaleAction action, CancellationToken stop)
    {
        state.Lost.Forget();
        var kept = await KeepAsync(action.Count, stop);
        var more = action.Count - kept.Count;
        var text = kept.Count > 0 ? $"kept {Names(kept)} from leaving" : "";
        if (more == 0)
        {
            return new ActionReceipt(action, kept.Count, text);
        }

        var (added, told) = await AddAsync(more, stop);
        text = text.Length > 0 ? $"{text}; {told}" : told;
        return kept.Count + added == 0 ? Failed(action, told) : new ActionReceipt(action, kept.Count + added, text);
    }

    /// <summary>Taking a mark back is cheaper than a cold start. Whoever is about to go, or whose machine is, can't be kept.</summary>
    private async Task<IReadOnlyList<ClusterPod>> KeepAsync(int most, CancellationToken stop)
    {
        var kept = new List<ClusterPod>();
        if (state.View?.Marked.Any() != true)
        {
            return kept;
        }

        var read = await TriedAsync(_ => state.ReadAsync(stop), stop);
        var free = read.Marked.Where(p => p is { MarkedAt: not null, IsReclaimed: false, SwappedTo: null } && !state.IsScaledFor(p));
        foreach (var pod in free.OrderBy(p => p.SwapTo is not null).ThenByDescending(p => p.IsReady).ThenByDescending(p => p.MarkedAt).Take(most))
        {
            await TriedAsync(async _ => { await state.TakeBackAsync(pod, stop); return true; }, stop);
            Parts.Metrics.Drain(state.Target.Pool, "taken-back");
            state.Tell("DrainTakenBack", $"{pod.Name} stays: it is wanted again.");
            kept.Add(pod);
        }

        return kept;
    }

    private async Task<(int Added, string Told)> AddAsync(int more, CancellationToken stop)
    {
        int? target = null;
        return await TriedAsync(
            async ambiguous =>
            {
                var read = await state.ReadAsync(stop);
                if (ambiguous && target == read.Wanted)
                {
                    // The call that seemed to fail did what it should.
                    return (more, $"scaled {state.Target} to {read.Wanted}");
                }

                var (count, why) = Room(read, more);
                if (count == 0)
                {
                    return (0, why!);
                }

                target = read.Wanted + count;
                await state.SetAsync(read, read.Wanted + count, stop);
                state.Tell("ScaledOut", $"Scaled from {read.Wanted} to {read.Wanted + count}.");
                return (count, $"scaled {state.Target} from {read.Wanted} to {read.Wanted + count}{(why is null ? "" : $", because {why}")}");
            },
            stop);
    }

    /// <summary>How many may be added, and why not more.</summary>
    private (int Count, string? Why) Room(WorkloadView read, int more)
    {
        if (state.NotComing is > 0 and var waiting)
        {
            return (0, $"{waiting} replicas of {state.Target} wait for machines and are not coming; no more are asked for");
        }

        // Those that leave with their machine are not replaced by their own workload in the end.
        var most = (Parts.Live.Current.Catalog.FindPool(state.Target.Pool)?.MaxReplicas ?? 0) + read.Marked.Count(p => p.IsReclaimed);
        var room = Math.Max(0, most - read.Wanted);
        return room >= more ? (more, null) : (room, $"the catalog allows {most} and {state.Target} has {read.Wanted}");
    }

    private async Task<ActionReceipt> StopAsync(ScaleAction action, string? swapTo, IReadOnlyCollection<string> gateways, CancellationToken stop)
    {
        var read = await TriedAsync(_ => state.ReadAsync(stop), stop);
        if (RolloutRules.FrozenBecause(read) is { } frozen)
        {
            return Failed(action, $"scale-in of {state.Target} is frozen: {frozen}");
        }

        var cancelled = swapTo is null ? await CancelMissingAsync(read, action.Count, stop) : 0;
        var victims = await VictimsAsync(read, action.Count - cancelled, gateways, stop);
        foreach (var pod in victims)
        {
            await TriedAsync(async _ => { await state.MarkAsync(pod, Parts.Mark(), stop, swapTo); return true; }, stop);
        }

        if (victims.Count > 0)
        {
            state.Tell("DrainBegun", $"{Names(victims)} drain{(victims.Count == 1 ? "s" : "")}{(swapTo is null ? "" : $" for {swapTo}")}: {action.Reason}.");
        }

        var text = victims.Count > 0 || cancelled == 0 ? $"draining {Names(victims)}" : "";
        var told = cancelled == 0 ? text : $"cancelled {cancelled} that {state.Target} had yet to make{(text.Length > 0 ? "; " + text : "")}";
        return new ActionReceipt(action, cancelled + victims.Count, told);
    }

    /// <summary>Replicas that nobody has made yet are the first to be given up.</summary>
    private async Task<int> CancelMissingAsync(WorkloadView read, int most, CancellationToken stop)
    {
        var count = Math.Min(most, read.Missing);
        if (count == 0)
        {
            return 0;
        }

        try
        {
            await state.SetAsync(read, read.Wanted - count, stop);
        }
        catch (KubernetesException e) when (e.IsConflict)
        {
            // It moves: whatever it is now is judged at the next tick.
            return 0;
        }

        state.Tell("ScaledIn", $"Scaled from {read.Wanted} to {read.Wanted - count}: {count} had yet to be made.");
        return count;
    }

    private async Task<IReadOnlyList<ClusterPod>> VictimsAsync(WorkloadView read, int count, IReadOnlyCollection<string> gateways, CancellationToken stop)
    {
        var free = read.Live.Where(p => !p.IsMarked).ToArray();
        if (state.Target.GoesByOrdinal || free.Length <= count || count == 0)
        {
            return PodVictims.Choose(read, count, _ => 0);
        }

        var holdings = await Parts.Desk.AskAsync(free, gateways, asksEngines: false, stop);
        return PodVictims.Choose(read, count, p => holdings[p.Name].Requests);
    }

    /// <summary>A conflict is decided anew at once; a server that is not well gets a pause. The argument is true when the last try may have had its effect.</summary>
    private async Task<T> TriedAsync<T>(Func<bool, Task<T>> call, CancellationToken stop)
    {
        var (pause, ambiguous) = (FirstPause, false);
        for (var i = 1; ; i++)
        {
            try
            {
                return await call(ambiguous);
            }
            catch (KubernetesException e) when (e.IsConflict && i < MostTries)
            {
                ambiguous = false;
            }
            catch (Exception e) when ((e is KubernetesException { IsPassing: true } or HttpRequestException) && i < MostTries)
            {
                ambiguous = true;
                var wait = (e as KubernetesException)?.RetryAfter is { } told && told > pause ? told : pause;
                await Task.Delay(wait < LongestPause ? wait : LongestPause, Parts.Clock.Time, stop);
                pause *= 2;
            }
        }
    }

    private static ActionReceipt Failed(ScaleAction action, string why) => new(action, Moved: 0, "failed: " + why);

    private static string Names(IReadOnlyCollection<ClusterPod> pods) =>
        pods.Count == 0 ? "none: no replica of the pool is left to take" : string.Join(", ", pods.Select(p => p.Name));
}
