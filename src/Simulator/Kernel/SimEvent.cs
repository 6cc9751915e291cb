namespace SageServe.Simulator;

/// <summary>One thing that will happen: data only, the dispatcher knows what to do.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">To what, see <see cref="SimEventKind"/>.</param>
/// <param name="Token">An event whose subject has moved on since is stale and ignored.</param>
/// <param name="Tokens">Output tokens so far (PeerSignal, AttemptFailed).</param>
/// <param name="Outcome">End of the attempt; null while it goes on.</param>
internal readonly record struct SimEvent(
    SimEventKind Kind, object? Subject = null, long Token = 0, int Tokens = 0, AttemptOutcome? Outcome = null);
