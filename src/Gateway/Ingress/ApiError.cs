namespace SageServe.Gateway;

/// <summary>A refusal in the words of OpenAI's API.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">OpenAI's <c>type</c>.</param>
/// <param name="Code">OpenAI's <c>code</c>.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Param">The field or header that is wrong.</param>
internal sealed record ApiError(int Status, string Type, string Code, string Message, string? Param = null)
{
    /// <summary>Honest estimate of when a retry may succeed; the header is capped, the body is not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>False: waiting does not help, SDKs must not try again by themselves.</summary>
    public bool ShouldRetry { get; init; } = true;

    /// <summary>Reason codes of the decision, comma separated.</summary>
    public string? DropReason { get; init; }
}
