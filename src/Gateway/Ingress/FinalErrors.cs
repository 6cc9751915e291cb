using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>What a client is told when the flow's last word is not an answer.</summary>
internal static class FinalErrors
{
    public static ApiError Of(in FlowEffect final)
    {
        var wait = final.RetryAfter > TimeSpan.Zero ? final.RetryAfter : (TimeSpan?)null;
        var error = Of(final.Outcome, final.Status, final.Reasons);
        if (final is { Outcome: RequestOutcome.CapacityRefused, Status: StatusCodes.Status429TooManyRequests, Request.Tier: ServiceTier.NonInteractive })
        {
            // As clients of service_tier flex know it.
            error = error with { Code = "resource_unavailable" };
        }

        return error with
        {
            RetryAfter = wait,
            DropReason = final.Reasons.ToString(),
            // SDKs wait no longer than that header: told to try again they would only come too early, and then give up.
            ShouldRetry = error.ShouldRetry && (wait is null || wait <= ApiErrorWriter.LongestRetryAfter),
        };
    }

    private static ApiError Of(RequestOutcome outcome, int status, ReasonSet reasons) => outcome switch
    {
        RequestOutcome.Invalid when reasons.Contains(ReasonCode.ContextTooLong) => new(
            Or(status, StatusCodes.Status400BadRequest), ApiErrors.InvalidRequestType, "context_length_exceeded",
            "Prompt and answer together are longer than the model's context."),
        RequestOutcome.Invalid => ApiErrors.Invalid("invalid_request", "The request was refused."),
        RequestOutcome.QuotaExceeded => new(
            Or(status, StatusCodes.Status429TooManyRequests), "rate_limit_error", "rate_limit_exceeded", "The key's own limit is reached."),
        RequestOutcome.CapacityRefused when reasons.Contains(ReasonCode.TenantShareFull) => new(
            Or(status, StatusCodes.Status429TooManyRequests), "rate_limit_error", "slow_down",
            "You have as many requests waiting as one caller may have. Others still have room."),
        RequestOutcome.CapacityRefused => new(
            Or(status, StatusCodes.Status503ServiceUnavailable), ApiErrors.UnavailableType, "server_is_overloaded", $"{WhyFull(reasons)} This is not your quota."),
        RequestOutcome.NoReplica => new(
            Or(status, StatusCodes.Status503ServiceUnavailable), ApiErrors.UnavailableType, "model_not_ready",
            reasons.Contains(ReasonCode.CapacityWarming) ? "No replica of the model is ready yet; one is starting." : "No replica of the model is ready."),
        RequestOutcome.ShuttingDown => new(
            Or(status, StatusCodes.Status503ServiceUnavailable), ApiErrors.UnavailableType, "server_is_shutting_down", "This gateway is shutting down; try again."),
        RequestOutcome.TimedOut => new(
            Or(status, StatusCodes.Status504GatewayTimeout), ApiErrors.ServerErrorType, "upstream_timeout", "The model did not answer in time."),
        RequestOutcome.Evicted => new(
            Or(status, StatusCodes.Status429TooManyRequests), ApiErrors.UnavailableType, "resource_unavailable", "The request had to give way to more urgent ones."),
        RequestOutcome.StreamBroken => new(
            Or(status, StatusCodes.Status502BadGateway), ApiErrors.ServerErrorType, "stream_broken", "The model's answer broke off."),
        _ => new(Or(status, StatusCodes.Status502BadGateway), ApiErrors.ServerErrorType, "upstream_failed", "No replica could answer the request."),
    };

    private static string WhyFull(ReasonSet reasons) =>
        reasons.Contains(ReasonCode.QueueFull) ? "As many requests as may wait for this model are waiting."
        : reasons.Contains(ReasonCode.TierQueueFull) ? "As many requests as may wait in this tier are waiting."
        : reasons.Contains(ReasonCode.TierTokensFull) ? "As many prompt tokens as may wait in this tier are waiting."
        : "There is no room for this request within its tier's waiting time.";

    private static int Or(int status, int fallback) => status > 0 ? status : fallback;
}
