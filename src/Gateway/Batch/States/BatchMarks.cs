namespace SageServe.Gateway;

/// <summary>
/// The write-once files beside a batch's card. Its state is read off which of them exist, so that gateways that write at the same moment agree:
/// an end wins over everything, a decided end over a cancel that came too late.
/// </summary>
internal sealed record BatchMarks
{
    public static readonly BatchMarks None = new();

    /// <summary>Its lines may run, or might.</summary>
    public InProgressMark? InProgress { get; init; }

    /// <summary>The other outcome of the check: no line ever runs.</summary>
    public InProgressMark? NoLines { get; init; }

    /// <summary>Nobody has said what its file is.</summary>
    public bool IsUnchecked => this is { InProgress: null, NoLines: null };

    public CancellingMark? Cancelling { get; init; }

    public FinalizingMark? Finalizing { get; init; }

    public EndMark? End { get; init; }

    public BatchStatus Status => this switch
    {
        { End: { } end } => end.Batch.Status,
        { Finalizing.End: BatchStatus.Completed } => BatchStatus.Finalizing,
        { Finalizing.End: BatchStatus.Cancelled } or { Finalizing: null, Cancelling: not null } => BatchStatus.Cancelling,
        { InProgress: not null } => BatchStatus.InProgress,
        _ => BatchStatus.Validating,
    };

    /// <summary>Nobody has ended it, or wants to.</summary>
    public bool GoesOn => this is { End: null, Finalizing: null, Cancelling: null };

    /// <summary>A batch that has not ended, with its state and times.</summary>
    public BatchDocument Stamp(BatchDocument card) => card with
    {
        Status = Status,
        Model = InProgress?.ServedName,
        InProgressAt = InProgress?.At,
        CancellingAt = Finalizing is { End: BatchStatus.Completed or BatchStatus.Expired } ? null : Cancelling?.At,
        FinalizingAt = Finalizing is { End: BatchStatus.Completed } ? Finalizing.At : null,
        RequestCounts = new BatchCounts(InProgress?.Total ?? 0, 0, 0),
    };

    /// <summary>The batch at its end.</summary>
    /// <param name="card">As it was made.</param>
    /// <param name="status">A final one.</param>
    /// <param name="at">Unix seconds.</param>
    public BatchDocument StampEnd(BatchDocument card, BatchStatus status, long at)
    {
        var batch = Stamp(card) with { Status = status };
        return status switch
        {
            BatchStatus.Completed => batch with { CompletedAt = at },
            BatchStatus.Failed => batch with { FailedAt = at },
            BatchStatus.Expired => batch with { ExpiredAt = at },
            BatchStatus.Cancelled => batch with { CancelledAt = at },
            _ => throw new InvalidDataException($"A batch does not end as {status}."),
        };
    }
}
