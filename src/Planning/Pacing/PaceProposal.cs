namespace SageServe.Planning;

/// <param name="Replicas">Replicas that the pool should have.</param>
/// <param name="Reason">Short code in kebab case.</param>
/// <param name="Detail">A sentence for people.</param>
internal readonly record struct PaceProposal(int Replicas, string Reason, string Detail)
{
    /// <summary>What is expected, for the move's receipt; null where the strategy expects nothing.</summary>
    public MoveExpectation? Expected { get; init; }
}
