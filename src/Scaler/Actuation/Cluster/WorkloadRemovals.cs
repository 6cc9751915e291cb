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

    private readonly HashSet<string> _late = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> _before = [];
    private (string Name, bool Late)? _going;

    private ClusterParts Parts => state.Parts;

    public async Task ReconcileAsync(IReadOnlyCollection<string> gateways, CancellationToken stop)
    {
        await MarkReclaimedAsync(stop);
        SeeWhoWent();
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
        _before = [.. read.Live.Select(p => p.Name)];
        _going = (pod.Name, late);
        await state.SetAsync(read, read.Wanted - 1, stop);
        state.Tell("ScaledIn", $"Scaled from {read.Wanted} to {read.Wanted - 1}: {pod.Name} {(late ? "has reached the drain limit" : "has drained")}.");
    }

    private async Task ExchangeAsync(RemovalStep step, ClusterPod pod, CancellationToken stop)
    {
        await state.Calls.MarkAsync(step.Other!, pod.Mark!, stop);
        await state.Calls.TakeBackAsync(pod, stop);
        Parts.Metrics.Drain(state.Target.Pool, "taken-back");
        state.Tell("DrainExchanged", $"{pod.Name} stays: {step.Why}.");
    }

    private async Task CancelMissingAsync(RemovalStep step, WorkloadView read, ClusterPod pod, CancellationToken stop)
    {
        await state.SetAsync(read, read.Wanted - 1, stop);
        await state.Calls.TakeBackAsync(pod, stop);
        Parts.Metrics.Drain(state.Target.Pool, "taken-back");
        state.Tell("ScaledIn", $"Scaled from {read.Wanted} to {read.Wanted - 1}, and {pod.Name} stays: {step.Why}.");
    }

    private async Task AnotherWentAsync(WorkloadView read, ClusterPod pod, CancellationToken stop)
    {
        await state.Calls.TakeBackAsync(pod, stop);
        var live = read.Live.Select(p => p.Name).ToHashSet();
        var gone = _going?.Name == pod.Name ? _before.Where(n => !live.Contains(n)).Order(StringComparer.Ordinal).ToArray() : [];
        _going = null;
        Parts.Metrics.Removed(state.Target.Pool, "another");
        Parts.Metrics.Drain(state.Target.Pool, "taken-back");
        state.Tell(
            "AnotherPodWent",
            $"{pod.Name} had drained and was to go, but its controller took {(gone.Length > 0 ? string.Join(", ", gone) : "another pod")}: it was not ready, was deleted by somebody, or failed in between. {pod.Name} stays.",
            isWarning: true);
    }

    /// <summary>After the workload was scaled: the drained pod goes, and nobody else.</summary>
    private void SeeWhoWent()
    {
        if (_going is not var (name, late) || state.View!.Live.Any(p => p.Name == name))
        {
            return;
        }

        _going = null;
        Parts.Metrics.Removed(state.Target.Pool, "chosen");
        Parts.Metrics.Drain(state.Target.Pool, late ? "limit" : "drained");
    }

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

    /// <summary>A pod whose machine will be taken away serves nothing new from now on, and planning makes up for it.</summary>
    private async Task MarkReclaimedAsync(CancellationToken stop)
    {
        foreach (var pod in state.View!.Live.Where(p => p.IsReclaimed && !p.IsMarked).ToArray())
        {
            await state.Calls.MarkAsync(pod, Parts.Mark(), stop);
            state.Tell("SpotReclaim", $"{pod.Name} drains: its machine will be taken away{(pod.Text(ClusterNames.ReclaimAt) is { } at ? $" at {at}" : "")}.", isWarning: true);
        }

        await state.LookAsync(stop);
    }

    private static string Key(ClusterPod pod) => $"{pod.Name}/{pod.Source.Metadata.Uid}";
}
