using System.Collections.Immutable;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>
/// Takes marked pods of one workload away, one step at a time: what is wanted stands in annotations, so a scaler that was restarted in the middle
/// goes on where the last one ended.
/// </summary>
internal sealed class WorkloadRemovals(WorkloadState state)
{
    private const int MostSteps = 4;

    private readonly HashSet<string> _sent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _late = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (bool Late, ImmutableHashSet<string> Before)> _going = new(StringComparer.Ordinal);

    private ClusterParts Parts => state.Parts;

    public async Task ReconcileAsync(IReadOnlyCollection<string> gateways, CancellationToken stop)
    {
        await MarkReclaimedAsync(stop);
        state.Lost.See(state.View!);
        SeeWhoWent();
        await MakeUpAsync(stop);
        var ours = state.View!.Marked.Where(p => p.MarkedAt is not null).ToArray();
        var waits = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        waits.AddRange(state.View.Marked.Except(ours).Select(p => KeyValuePair.Create(p.Name, "it was marked by hand; that only keeps requests away")));
        if (ours.Length > 0)
        {
            var holdings = await Parts.Desk.AskAsync(ours, gateways, asksEngines: true, stop);
            foreach (var pod in PodVictims.InOrder(state.View, ours))
            {
                if (await StepAsync(pod, holdings[pod.Name], stop) is { } why)
                {
                    waits[pod.Name] = why;
                    continue;
                }

                // What else is to go is judged anew at the next look.
                break;
            }
        }

        _late.IntersectWith(ours.Select(Key));
        _sent.IntersectWith(_going.Keys.Concat(_going.Values.SelectMany(g => g.Before)));
        state.Waits = waits.ToImmutable();
    }

    /// <summary>Why it waits; null when something was done.</summary>
    private async Task<string?> StepAsync(ClusterPod pod, Holding holding, CancellationToken stop)
    {
        var over = IsOver(pod, holding);
        var step = Decide(state.View!, pod, holding.IsFree || over);
        if (step.Kind == RemovalKind.Wait)
        {
            return holding.IsFree || over ? step.Why : $"{holding.Why ?? step.Why}";
        }

        for (var i = 0; i < MostSteps; i++)
        {
            var read = await state.ReadAsync(stop);
            if (read.Live.FirstOrDefault(p => p.Name == pod.Name && p.Source.Metadata.Uid == pod.Source.Metadata.Uid && p.IsMarked) is not { } now)
            {
                return null;
            }

            step = Decide(read, now, holding.IsFree || over);
            if (step.Kind == RemovalKind.Wait)
            {
                return step.Why;
            }

            if (step.Kind is RemovalKind.Scale or RemovalKind.CancelMissing && now.SwapTo is not null)
            {
                // The other workload is scaled first: while this pod stands, nobody forgets what is owed.
                state.Owe(now);
                return null;
            }

            await DoAsync(step, read, now, over && !holding.IsFree, stop);
            if (step.Kind != RemovalKind.Prepare)
            {
                return null;
            }
        }

        return "its annotations could not be read back";
    }

    private RemovalStep Decide(WorkloadView view, ClusterPod pod, bool drained) =>
        RemovalRules.Decide(view, pod, drained, IsLong, Parts.Live.Current.Catalog.FindPool(state.Target.Pool)?.MinReplicas ?? 0);

    private bool IsLong(ClusterPod pod) => pod.NotReadySince is not { } since || Parts.Clock.Now - since >= Parts.Options.ExchangeAfter;

    private Task DoAsync(RemovalStep step, WorkloadView read, ClusterPod pod, bool late, CancellationToken stop) => step.Kind switch
    {
        RemovalKind.Prepare => state.Calls.PrepareAsync(pod, read.Wanted - 1, stop),
        RemovalKind.Scale => ScaleAsync(read, pod, late, stop),
        RemovalKind.Exchange => ExchangeAsync(step, pod, stop),
        RemovalKind.CancelMissing => CancelMissingAsync(step, read, pod, stop),
        RemovalKind.AnotherWent => AnotherWentAsync(read, pod, stop),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step.Kind, "Nothing is done for it."),
    };

    private async Task ScaleAsync(WorkloadView read, ClusterPod pod, bool late, CancellationToken stop)
    {
        _going[pod.Name] = (late, [.. read.Live.Select(p => p.Name)]);
        _sent.Add(pod.Name);
        state.Lost.Sent(pod);
        await state.SetAsync(read, read.Wanted - 1, stop);
        state.Tell("ScaledIn", $"Scaled from {read.Wanted} to {read.Wanted - 1}: {pod.Name} {(late ? "has reached the drain limit" : "has drained")}.");
    }

    private async Task ExchangeAsync(RemovalStep step, ClusterPod pod, CancellationToken stop)
    {
        await state.MarkAsync(step.Other!, pod.Mark!, stop, pod.SwapTo);
        await state.TakeBackAsync(pod, stop);
        Parts.Metrics.Drain(state.Target.Pool, "taken-back");
        state.Tell("DrainExchanged", $"{pod.Name} stays: {step.Why}.");
    }

    private async Task CancelMissingAsync(RemovalStep step, WorkloadView read, ClusterPod pod, CancellationToken stop)
    {
        await state.SetAsync(read, read.Wanted - 1, stop);
        await state.TakeBackAsync(pod, stop);
        Parts.Metrics.Drain(state.Target.Pool, "taken-back");
        state.Tell("ScaledIn", $"Scaled from {read.Wanted} to {read.Wanted - 1}, and {pod.Name} stays: {step.Why}.");
    }

    private async Task AnotherWentAsync(WorkloadView read, ClusterPod pod, CancellationToken stop)
    {
        await state.TakeBackAsync(pod, stop);
        _going.Remove(pod.Name, out var going);
        _sent.Remove(pod.Name);
        Parts.Metrics.Drain(state.Target.Pool, "taken-back");
        TellOthers(pod.Name, Gone(going.Before, read), $"{pod.Name} stays.");
    }

    /// <summary>After the workload was scaled: the drained pod goes, and nobody else.</summary>
    private void SeeWhoWent()
    {
        foreach (var (name, going) in _going.Where(g => state.View!.Live.All(p => p.Name != g.Key)).ToArray())
        {
            _going.Remove(name);
            Parts.Metrics.Drain(state.Target.Pool, going.Late ? "limit" : "drained");
            if (Gone(going.Before.Remove(name), state.View!) is { Length: > 0 } others)
            {
                TellOthers(name, others, $"{name} is gone as well.");
                continue;
            }

            Parts.Metrics.Removed(state.Target.Pool, "chosen");
        }
    }

    private void TellOthers(string chosen, string[] others, string fate)
    {
        Parts.Metrics.Removed(state.Target.Pool, "another");
        var who = others.Length > 0 ? string.Join(", ", others) : "another pod";
        state.Tell(
            "AnotherPodWent",
            $"{chosen} had drained and was to go, and {who} went: not ready at that moment, deleted by somebody, or failed. {fate}",
            isWarning: true);
    }

    // Those that we sent away as well are no surprise.
    private string[] Gone(ImmutableHashSet<string>? before, WorkloadView view) =>
        [.. (before ?? []).Where(n => !_sent.Contains(n) && view.Live.All(p => p.Name != n)).Order(StringComparer.Ordinal)];

    private bool IsOver(ClusterPod pod, Holding holding)
    {
        var since = pod.MarkedAt!.Value;
        if (Parts.Clock.Now - since < Parts.Actuator.DrainLimit)
        {
            return false;
        }

        if (!holding.IsFree && _late.Add(Key(pod)))
        {
            state.Tell("DrainLimitReached", $"{pod.Name} goes although it is not free after {Parts.Actuator.DrainLimit}: {holding.Why}.", isWarning: true);
        }

        return true;
    }

    /// <summary>For a marked pod that somebody else took away: what its controller makes in its place is given up, or another leaves.</summary>
    private async Task MakeUpAsync(CancellationToken stop)
    {
        if (state.Lost.Owed.FirstOrDefault() is not { } lost)
        {
            return;
        }

        var read = await state.ReadAsync(stop);
        if (RolloutRules.FrozenBecause(read) is not null || read.Live.Length > read.Wanted)
        {
            return;
        }

        // A watch may be late with a pod that is new.
        if (state.Lost.IsLost(lost, read))
        {
            await MakeUpAsync(read, lost, stop);
        }

        state.Lost.Paid(lost);
        await state.LookAsync(stop);
    }

    private async Task MakeUpAsync(WorkloadView read, ClusterPod lost, CancellationToken stop)
    {
        // Of a machine that was taken only a replacement is given up, and none that the pool needs.
        var least = lost.IsReclaimed ? Parts.Live.Current.Catalog.FindPool(state.Target.Pool)?.MinReplicas ?? 0 : 0;
        var next = PodVictims.Choose(read, 1, _ => 0).FirstOrDefault();
        if (read.Wanted <= least)
        {
            return;
        }

        if (read.Missing > 0)
        {
            await state.SetAsync(read, read.Wanted - 1, stop);
            state.Owe(lost);
            state.Tell("ScaledIn", $"Scaled from {read.Wanted} to {read.Wanted - 1}: {lost.Name}, which was to leave, went by itself.");
        }
        else if (next is not null && !(lost.IsReclaimed && next.IsReady))
        {
            await state.MarkAsync(next, Parts.Mark(), stop, lost.SwapTo);
            state.Tell("DrainBegun", $"{next.Name} drains: {lost.Name}, which was to leave, went by itself, and was made anew.");
        }
    }

    /// <summary>A pod whose machine will be taken away serves nothing new from now on, and planning makes up for it.</summary>
    private async Task MarkReclaimedAsync(CancellationToken stop)
    {
        foreach (var pod in state.View!.Live.Where(p => p.IsReclaimed && !p.IsMarked).ToArray())
        {
            await state.MarkAsync(pod, Parts.Mark(), stop);
            state.Tell("SpotReclaim", $"{pod.Name} drains: its machine will be taken away{(pod.Text(ClusterNames.ReclaimAt) is { } at ? $" at {at}" : "")}.", isWarning: true);
        }

        await state.LookAsync(stop);
    }

    private static string Key(ClusterPod pod) => $"{pod.Name}/{pod.Source.Metadata.Uid}";
}
