using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>What a lane's promise has learnt and another start would have to learn anew.</summary>
/// <param name="At">Up to when.</param>
/// <param name="Pace">How much of the headroom patient work gets.</param>
/// <param name="History">What the deployment had, ascending in time.</param>
public sealed record LaneMemory(Instant At, ReleasePace Pace, ImmutableArray<HeadroomBin> History);
