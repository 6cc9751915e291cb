namespace SageServe.Shared;

/// <summary>Every header the product reads or writes, once, lower case.</summary>
public static class HeaderNames
{
    public const string RequestId = "x-request-id";
    /// <summary>What Anthropic's clients look for.</summary>
    public const string AnthropicRequestId = "request-id";
    public const string ProcessingMs = "openai-processing-ms";
    public const string OpenAiVersion = "openai-version";
    public const string RetryAfter = "retry-after";
    public const string RetryAfterMs = "retry-after-ms";
    public const string ShouldRetry = "x-should-retry";
    public const string SessionId = "x-session-id";

    /// <summary>A key as Anthropic's clients send it.</summary>
    public const string ApiKey = "x-api-key";

    public const string LimitRequests = "x-ratelimit-limit-requests";
    public const string LimitTokens = "x-ratelimit-limit-tokens";
    public const string RemainingRequests = "x-ratelimit-remaining-requests";
    public const string RemainingTokens = "x-ratelimit-remaining-tokens";
    public const string ResetRequests = "x-ratelimit-reset-requests";
    public const string ResetTokens = "x-ratelimit-reset-tokens";

    public const string Tier = "x-sageserve-tier";
    public const string Region = "x-sageserve-region";
    public const string Replica = "x-sageserve-replica";
    public const string QueueMs = "x-sageserve-queue-ms";
    public const string OverheadMs = "x-sageserve-overhead-ms";
    public const string Attempts = "x-sageserve-attempts";
    public const string DropReason = "x-sageserve-drop-reason";
    public const string ReadyIn = "x-sageserve-ready-in";
    public const string Deadline = "x-sageserve-deadline";

    /// <summary>Signed description of a relayed request, from the gateway where it entered.</summary>
    public const string Relay = "x-sageserve-relay";

    /// <summary>What one scaler says of its call to another, signed.</summary>
    public const string Peer = "x-sageserve-peer";

    /// <summary>Signature of <see cref="Relay"/>, <see cref="Peer"/> and of peer calls.</summary>
    public const string Signature = "x-sageserve-signature";
}
