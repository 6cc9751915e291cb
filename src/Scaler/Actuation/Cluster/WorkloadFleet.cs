using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>One workload: looked at, moved, and its pods that leave taken away.</summary>
internal sealed class WorkloadFleet(ClusterParts parts, WorkloadTarget target)
{
    private readonly WorkloadState _state = new(parts, target);
    private readonly StartTimes _times = new(parts.Options.WarmImageWithin);
    private WorkloadRemovals? _removals;
    private WorkloadMoves? _moves;
    private int _notComing;
    private bool _missed;

    public WorkloadTarget Target => target;

    private WorkloadRemovals Removals => _removals ??= new(_state);

    public WorkloadState State => _state;

    public WorkloadMoves Moves => _moves ??= new(_state);

    /// <param name="gateways">Admin addresses of the region's gateways.</param>
    /// <param name="mayMove">False: it is only looked at.</param>
    /// <param name="isSwap">A pod of another workload makes room here.</param>
    /// <param name="stop">Gives up.</param>
    public async Task ReconcileAsync(IReadOnlyCollection<string> gateways, bool mayMove, bool isSwap, CancellationToken stop)
    {
        if (!await _state.LookAsync(stop))
        {
            TellMissing();
            return;
        }

        _missed = false;
        foreach (var time in _times.See(_state.View!.Live, isSwap))
        {
            parts.Metrics.Started(target.Pool, time);
        }

        if (mayMove)
        {
            TellNotComing();
            await Removals.ReconcileAsync(gateways, stop);
        }

        parts.Metrics.NotComing(target.Pool, _state.NotComing);
    }

    public Task<ActionReceipt> ApplyAsync(ScaleAction action, IReadOnlyCollection<string> gateways, CancellationToken stop) => Moves.ApplyAsync(action, gateways, stop);

    public string Foresee(ScaleAction action) => Moves.Foresee(action);

    public PoolCount Count(TimeSpan age) => _state.Count(age);

    /// <summary>As gateways read it from a file.</summary>
    public IEnumerable<FleetReplica> Replicas() => (_state.View?.Pods ?? [])
        .Where(p => p.MayHold && !p.HasEnded && p.Url(parts.Options.PortName) is not null)
        .Select(p => new FleetReplica(
            p.Id, target.Pool.Model, target.Pool.Accelerator, p.Url(parts.Options.PortName)!, p.IsMarked || p.IsGoing || !p.IsReady, target.Pool.CapacityType, target.Pool.Revision));

    public WorkloadStanding Standing() => new(
        target.ToString(),
        target.Pool,
        _state.View?.Wanted,
        _state.NotComing,
        _state.Frozen,
        _state.Foreign.PausedUntil(parts.Clock.Now),
        [.. (_state.View?.Marked ?? []).Select(p => new LeavingPod(p.Name, p.MarkedAt, p.IsReclaimed, p.SwapTo ?? p.SwappedTo, _state.Waits.GetValueOrDefault(p.Name)))],
        _times.Last);

    private void TellMissing()
    {
        if (!_missed)
        {
            _state.Tell("WorkloadMissing", $"There is no {target} in namespace {target.Namespace}; pool {target.Pool} has no replicas.", isWarning: true);
        }

        _missed = true;
    }

    private void TellNotComing()
    {
        var now = _state.NotComing;
        if (now > 0 && now != _notComing)
        {
            var why = _state.View!.Live.FirstOrDefault(_state.IsNotComing)?.Source.Condition("PodScheduled")?.Message;
            _state.Tell("NotComing", $"{now} replicas wait for machines for longer than {parts.Options.UnschedulableAfter}; no more are asked for.{(why is null ? "" : $" {why}")}", isWarning: true);
        }

        _notComing = now;
    }
}
