using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Observes like the actuator it wraps. While the run is dry it touches nothing, and its receipts say what would have been done.</summary>
internal sealed class DryRunActuator(IFleetActuator inner, LiveConfiguration live) : IFleetActuator
{
    public Task<ImmutableArray<PoolCount>?> ObserveAsync(CancellationToken stop) => inner.ObserveAsync(stop);

    public ImmutableArray<GroupFacts> Groups() => inner.Groups();

    public Task<ImmutableArray<ActionReceipt>> ApplyAsync(ImmutableArray<ScaleAction> actions, CancellationToken stop) => live.Current.Options.DryRun
        ? Task.FromResult(actions.Select(a => new ActionReceipt(a, Moved: 0, "dry run: would " + inner.Foresee(a), IsAdvice: true)).ToImmutableArray())
        : inner.ApplyAsync(actions, stop);

    public string Foresee(ScaleAction action) => inner.Foresee(action);
}
