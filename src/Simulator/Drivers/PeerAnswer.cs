using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>What the origin of a relayed request sees when the peer is done with it.</summary>
internal static class PeerAnswer
{
    public static AttemptOutcome Of(in FlowEffect effect) => effect.Kind switch
    {
        FlowEffectKind.Finish => OfFinish(effect.Outcome),
        FlowEffectKind.Reject when effect.Status == 400 => AttemptOutcome.RefusedAsInvalid,
        FlowEffectKind.Reject when effect.Status == 504 => AttemptOutcome.TimedOut,
        _ => AttemptOutcome.UpstreamRefused,
    };

    private static AttemptOutcome OfFinish(RequestOutcome outcome) => outcome switch
    {
        RequestOutcome.Completed => AttemptOutcome.Succeeded,
        RequestOutcome.Invalid => AttemptOutcome.RefusedAsInvalid,
        RequestOutcome.ClientLeft => AttemptOutcome.ClientLeft,
        RequestOutcome.TimedOut => AttemptOutcome.TimedOut,
        _ => AttemptOutcome.BrokenAfterFirstByte,
    };
}
