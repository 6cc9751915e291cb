using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>The last successful scrape of a gateway.</summary>
/// <param name="TakenAt">Request time.</param>
/// <param name="HasDemand">False until the gateway completed its first bin.</param>
/// <param name="Load">Load as of <paramref name="TakenAt"/>.</param>
internal sealed record GatewayReading(Instant TakenAt, bool HasDemand, ImmutableArray<LoadSignal> Load);
