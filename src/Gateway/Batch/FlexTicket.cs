namespace SageServe.Gateway;

/// <param name="Released">True: place it now. False: refuse with <paramref name="Status"/> and <paramref name="Code"/>.</param>
/// <param name="ItemId">Id in the deferred store.</param>
/// <param name="Status">HTTP status of the refusal (429 resource_unavailable when the queue is full, 503 when the store is away).</param>
/// <param name="Code">OpenAI error code of the refusal.</param>
/// <param name="RetryAfter">When to try again.</param>
/// <param name="Urgent">Released by its deadline: it may use what other patient work leaves to interactive requests.</param>
/// <param name="Reason">Of a refusal.</param>
public sealed record FlexTicket(
    bool Released, string ItemId, int Status = 0, string? Code = null, TimeSpan RetryAfter = default, bool Urgent = false,
    ReasonCode Reason = ReasonCode.QueueFull);
