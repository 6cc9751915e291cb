namespace SageServe.Gateway;

/// <param name="Outcome">Completed: <paramref name="Status"/> and <paramref name="Body"/> are the engine's answer (any status). Evicted: there was no room; put it back.</param>
/// <param name="Status">HTTP status; 0 when no answer came.</param>
/// <param name="Body">The engine's answer; empty when none came.</param>
/// <param name="Observation">What happened, for counting.</param>
public sealed record DeferredResult(RequestOutcome Outcome, int Status, ReadOnlyMemory<byte> Body, RequestObservation? Observation);
