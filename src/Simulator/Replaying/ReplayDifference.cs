namespace SageServe.Simulator;

/// <summary>A record whose effects a replay could not repeat.</summary>
/// <param name="Line">Line of the log, from 1.</param>
/// <param name="Room">routing or planning.</param>
/// <param name="Key">The flow or planner.</param>
/// <param name="Sequence">Of the record.</param>
/// <param name="Recorded">Effects in the log, as JSON.</param>
/// <param name="Replayed">Effects of the replay, as JSON.</param>
public sealed record ReplayDifference(int Line, string Room, string Key, long Sequence, string Recorded, string Replayed);
