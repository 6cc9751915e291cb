using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Observes like the actuator it wraps, and acts only while this process is the one that may: the lease is looked at right before each act.</summary>
internal sealed class LeadingActuator(IFleetActuator inner, ILeadership leadership) : IFleetActuator
{
    public Task<ImmutableArray<PoolCount>?> ObserveAsync(CancellationToken stop) => inner.ObserveAsync(stop);

    public ImmutableArray<GroupFacts> Groups() => inner.Groups();

    public Task<ImmutableArray<ActionReceipt>> ApplyAsync(ImmutableArray<ScaleAction> actions, CancellationToken stop) => leadership.Paces
        ? inner.ApplyAsync(actions, stop)
        : Task.FromResult(actions.Select(a => new ActionReceipt(a, Moved: 0, "failed: another scaler moves this region's replicas now")).ToImmutableArray());

    public string Foresee(ScaleAction action) => inner.Foresee(action);
}
