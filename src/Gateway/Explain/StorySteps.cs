using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>What happens on the way of a request, as steps of its story.</summary>
internal static class StorySteps
{
    public static StoryStep Of(in FlowEffect effect, Instant now) => new()
    {
        At = now,
        Kind = KindOf(effect.Kind),
        Instance = effect.Kind == FlowEffectKind.Forward ? effect.Instance : null,
        Region = effect.Kind is FlowEffectKind.Forward or FlowEffectKind.Relay ? effect.Region : null,
        Attempt = effect.Kind is FlowEffectKind.Forward or FlowEffectKind.Relay ? effect.Attempt : null,
        Until = effect.Kind == FlowEffectKind.Hold ? effect.Until : null,
        Status = effect.Kind == FlowEffectKind.Reject ? effect.Status : null,
        RetryAfterSeconds = effect.RetryAfter > TimeSpan.Zero ? effect.RetryAfter.TotalSeconds : null,
        Outcome = effect.Kind is FlowEffectKind.Reject or FlowEffectKind.Finish ? effect.Outcome : null,
        Reasons = effect.Reasons == ReasonSet.None ? null : effect.Reasons,
    };

    public static StoryStep Ended(AttemptOutcome outcome, int status, TimeSpan rest, Instant now) => new()
    {
        At = now,
        Kind = StoryStepKind.AttemptEnded,
        Ended = outcome,
        Status = status == 0 ? null : status,
        RetryAfterSeconds = rest > TimeSpan.Zero ? rest.TotalSeconds : null,
    };

    public static StoryStep Refused(ApiError error, Instant now) => new()
    {
        At = now,
        Kind = StoryStepKind.Refused,
        Status = error.Status,
        Code = error.Code,
        RetryAfterSeconds = error.RetryAfter?.TotalSeconds,
    };

    private static StoryStepKind KindOf(FlowEffectKind kind) => kind switch
    {
        FlowEffectKind.Forward => StoryStepKind.Forwarded,
        FlowEffectKind.Relay => StoryStepKind.Relayed,
        FlowEffectKind.Hold => StoryStepKind.Held,
        FlowEffectKind.Reject => StoryStepKind.Refused,
        FlowEffectKind.Evict => StoryStepKind.GivenBack,
        _ => StoryStepKind.Finished,
    };
}
