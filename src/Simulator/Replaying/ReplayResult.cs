namespace SageServe.Simulator;

/// <param name="Records">Lines read, headers included.</param>
/// <param name="Replayed">Inputs fed to a room.</param>
/// <param name="Skipped">Records after a gap of their key: what came between is not known, so they cannot be repeated.</param>
/// <param name="Differences">The first of each key; after it the room's state is another.</param>
public sealed record ReplayResult(int Records, int Replayed, int Skipped, IReadOnlyList<ReplayDifference> Differences)
{
    /// <summary>Records of releases: they tell, and there is nothing to repeat.</summary>
    public int Told { get; init; }

    public bool IsEqual => Differences.Count == 0;
}
