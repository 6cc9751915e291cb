namespace SageServe.Gateway;

/// <summary>Which state may follow which, and the time that goes with it.</summary>
internal static class BatchStatusRules
{
    public static bool IsFinal(this BatchStatus status) =>
        status is BatchStatus.Failed or BatchStatus.Completed or BatchStatus.Expired or BatchStatus.Cancelled;

    public static bool MayFollow(this BatchStatus next, BatchStatus current) => (current, next) switch
    {
        (BatchStatus.Validating, BatchStatus.Failed or BatchStatus.InProgress or BatchStatus.Cancelling or BatchStatus.Expired) => true,
        (BatchStatus.InProgress, BatchStatus.Finalizing or BatchStatus.Cancelling or BatchStatus.Expired) => true,
        (BatchStatus.Finalizing, BatchStatus.Completed) => true,
        (BatchStatus.Cancelling, BatchStatus.Cancelled) => true,
        _ => false,
    };

    /// <summary>The batch in its next state, with the state's timestamp.</summary>
    public static BatchDocument Stamp(BatchDocument batch, BatchStatus next, long now) => next switch
    {
        BatchStatus.Failed => batch with { Status = next, FailedAt = now },
        BatchStatus.InProgress => batch with { Status = next, InProgressAt = now },
        BatchStatus.Finalizing => batch with { Status = next, FinalizingAt = now },
        BatchStatus.Completed => batch with { Status = next, CompletedAt = now },
        BatchStatus.Expired => batch with { Status = next, ExpiredAt = now },
        BatchStatus.Cancelling => batch with { Status = next, CancellingAt = now },
        BatchStatus.Cancelled => batch with { Status = next, CancelledAt = now },
        _ => batch with { Status = next },
    };
}
