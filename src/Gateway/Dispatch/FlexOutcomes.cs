using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Ends of patient requests that never came to the flow, in the flow's own words.</summary>
internal static class FlexOutcomes
{
    public static FlowEffect ClientLeft(InferenceRequest request) => new()
    {
        Kind = FlowEffectKind.Finish,
        Request = request,
        Outcome = RequestOutcome.ClientLeft,
        Reasons = ReasonSet.Of(ReasonCode.ClientLeft),
    };

    public static FlowEffect ShuttingDown(InferenceRequest request) => new()
    {
        Kind = FlowEffectKind.Reject,
        Request = request,
        Status = StatusCodes.Status503ServiceUnavailable,
        RetryAfter = TimeSpan.FromSeconds(1),
        Outcome = RequestOutcome.ShuttingDown,
        Reasons = ReasonSet.Of(ReasonCode.ShuttingDown),
    };

    public static FlowEffect Refused(InferenceRequest request, FlexTicket ticket) => new()
    {
        Kind = FlowEffectKind.Reject,
        Request = request,
        Status = ticket.Status,
        RetryAfter = ticket.RetryAfter,
        Outcome = RequestOutcome.CapacityRefused,
        Reasons = ReasonSet.Of(ticket.Reason),
    };
}
