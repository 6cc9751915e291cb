namespace SageServe.Scaler;

/// <summary>
/// Epochs of plans: each region counts on its own residue, so that two leaders who don't hear each other never use the same one, and a new
/// leader's is greater than any that it has seen.
/// </summary>
internal static class PlanEpochs
{
    /// <param name="seen">Greatest epoch known.</param>
    /// <param name="rank">Place of the leader's region in the order, from zero.</param>
    /// <param name="regions">Regions in the order.</param>
    public static long Next(long seen, int rank, int regions)
    {
        var next = seen + 1;
        return next + ((rank - next) % regions + regions) % regions;
    }
}
