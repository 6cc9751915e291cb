namespace SageServe.Planning;

/// <param name="Replicas">The plan's target: the cap of growth and the floor of shrinking until the next plan.</param>
/// <param name="DueNow">Replicas that the forecast needs within the pool's cold start; may lie above the target while load is still falling.</param>
internal readonly record struct PaceTarget(int Replicas, int DueNow)
{
    /// <summary>Replicas that the rest of the plan still needs: as the target, less where load falls within the interval.</summary>
    public int Ahead { get; init; } = Replicas;
}
