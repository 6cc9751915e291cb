using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>What the scaler of one region tells whoever plans for all: the same facts as a tick's, of that region alone.</summary>
public sealed record RegionFacts
{
    public required RegionId Region { get; init; }

    /// <summary>Complete bins of what entered there; null when demand could not be read.</summary>
    [JsonConverter(typeof(DemandRunsConverter))]
    public required ImmutableArray<DemandBin>? Demand { get; init; }

    /// <summary>Where to go on when these were not all; null at the end.</summary>
    public Instant? More { get; init; }

    /// <summary>Its pools; null when they could not be read.</summary>
    public required ImmutableArray<PoolFacts>? Pools { get; init; }

    /// <summary>Its patient work that nobody runs, envelope time; null when it could not be read.</summary>
    public ImmutableArray<PatientBacklog>? Backlog { get; init; }

    /// <summary>What starts took there.</summary>
    public ImmutableArray<PoolReadyTimes> Ready { get; init => field = value.IsDefault ? [] : value; } = [];

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PlanningJson.Default.RegionFacts);

    /// <exception cref="JsonException">They are none.</exception>
    public static RegionFacts Read(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, PlanningJson.Default.RegionFacts) ?? throw new JsonException("The facts of a region are null.");
}
