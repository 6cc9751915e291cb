using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>Answer of <c>GET /admin/fleet</c>.</summary>
internal sealed record FleetView(
    RegionId Region,
    Instant TakenAt,
    long Version,
    Instant EnvelopeNow,
    ImmutableArray<ModelView> Models,
    ImmutableArray<RegionSummary> Others)
{
    /// <summary>How the promises were kept here; empty where nobody tells.</summary>
    public ImmutableArray<TierStanding> Tiers { get; init => field = value.IsDefault ? [] : value; } = [];
}
