namespace SageServe.EngineModel;

/// <param name="Kind">What happened.</param>
/// <param name="RequestId">To which sequence.</param>
/// <param name="At">When.</param>
/// <param name="Tokens">
/// Tokens that came out with this event; over all events of a sequence they sum to its output. A sequence always has one
/// FirstToken and one Completed; with an output of one token, Completed brings none.
/// </param>
public readonly record struct EngineEvent(EngineEventKind Kind, long RequestId, Instant At, int Tokens)
{
    /// <summary>On FirstToken: start of the first step that worked on the sequence, so that queueing and prefill can be told apart.</summary>
    public Instant ScheduledAt { get; init; }
}
