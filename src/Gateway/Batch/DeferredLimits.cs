namespace SageServe.Gateway;

/// <summary>What one lane holds at most; what does not fit is refused whole.</summary>
/// <param name="Items">Waiting, delayed and leased.</param>
/// <param name="Groups">Batches, and held calls by gateway and tenant.</param>
public readonly record struct DeferredLimits(long Items, int Groups = DeferredLimits.MostGroups)
{
    /// <summary>So that reading a lane stays cheap.</summary>
    public const int MostGroups = 1000;
}
