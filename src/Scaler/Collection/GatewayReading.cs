using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>The last successful scrape of a gateway.</summary>
/// <param name="TakenAt">Request time.</param>
/// <param name="HasDemand">False until the gateway completed its first bin.</param>
/// <param name="Load">Load as of <paramref name="TakenAt"/>, work left out.</param>
/// <param name="Page">The page itself, of which work is put together over gateways.</param>
internal sealed record GatewayReading(Instant TakenAt, bool HasDemand, ImmutableArray<LoadSignal> Load, PrometheusScrape Page);
