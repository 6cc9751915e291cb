namespace SageServe.Gateway;

/// <summary>What an audit found and did.</summary>
/// <param name="Batches">In progress, with lines left.</param>
/// <param name="LinesLeft">Lines of theirs without a result.</param>
/// <param name="Enqueued">Lines that the index did not have.</param>
/// <param name="GroupsRemoved">Groups of the index whose batch has ended, or does not exist.</param>
internal readonly record struct LaneRepair(int Batches, int LinesLeft, int Enqueued, int GroupsRemoved)
{
    public static LaneRepair operator +(LaneRepair a, LaneRepair b) =>
        new(a.Batches + b.Batches, a.LinesLeft + b.LinesLeft, a.Enqueued + b.Enqueued, a.GroupsRemoved + b.GroupsRemoved);
}
