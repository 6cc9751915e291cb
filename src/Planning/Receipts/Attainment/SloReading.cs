using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What all gateways of a region told of requests that entered there and ended within a time. A region is told whole or not at all.</summary>
/// <param name="Origin">Where they entered.</param>
/// <param name="Since">End of the last such reading, envelope time.</param>
/// <param name="Until">End of this one.</param>
/// <param name="Counts">A model and tier that is left out had none.</param>
public sealed record SloReading(RegionId Origin, Instant Since, Instant Until, ImmutableArray<SloCount> Counts);
