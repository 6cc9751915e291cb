namespace SageServe.EngineModel;

/// <param name="Kind">What happened.</param>
/// <param name="RequestId">To which sequence.</param>
/// <param name="At">When.</param>
/// <param name="Tokens">Tokens that came out with this event (FirstToken and Completed include theirs).</param>
public readonly record struct EngineEvent(EngineEventKind Kind, long RequestId, Instant At, int Tokens);
