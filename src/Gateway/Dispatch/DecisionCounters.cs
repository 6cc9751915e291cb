using Prometheus;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Counts one model's effects by kind and reason; children are found once, counting allocates nothing.</summary>
internal sealed class DecisionCounters
{
    private static readonly FlowEffectKind[] Kinds = Enum.GetValues<FlowEffectKind>();

    private readonly Counter.Child?[] _children = new Counter.Child?[Kinds.Length * 64];
    private readonly Counter.Child _retries;
    private readonly Counter.Child _lostTokens;
    private readonly Counter _decisions = Instruments.Counter(MetricNames.RouteDecisions);
    private readonly string _model;

    public DecisionCounters(ModelId model)
    {
        _model = model.Value;
        _retries = Instruments.Counter(MetricNames.Retries).WithLabels(_model);
        _lostTokens = Instruments.Counter(MetricNames.DeferredLostTokens).WithLabels(_model);
    }

    public void Count(in FlowEffect effect)
    {
        if (effect is { Kind: FlowEffectKind.Forward or FlowEffectKind.Relay, Attempt: > 1 })
        {
            _retries.Inc();
        }

        if (effect.LostTokens > 0)
        {
            _lostTokens.Inc(effect.LostTokens);
        }

        for (var rest = effect.Reasons.Bits; rest != 0; rest &= rest - 1)
        {
            var code = System.Numerics.BitOperations.TrailingZeroCount(rest);
            Child(effect.Kind, code).Inc();
        }
    }

    // Called under the model's lock only, so that a child is made once.
    private Counter.Child Child(FlowEffectKind kind, int code)
    {
        ref var child = ref _children[(int)kind * 64 + code];
        return child ??= _decisions.WithLabels(_model, kind.ToString().ToLowerInvariant(), ((ReasonCode)code).Name());
    }
}
