using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>A profile made from a benchmark, and how far to trust it.</summary>
internal sealed record FitOutcome
{
    public required string Kind { get; init; }

    public required ThroughputProfile Profile { get; init; }

    /// <summary>Whether the cost of reading the KV cache is from the data.</summary>
    public required bool TellsContext { get; init; }

    public required ImmutableArray<FittedNumber> Numbers { get; init; }

    public required ImmutableArray<FitSeries> Series { get; init; }

    /// <summary>Throughput against batch by length, of throughput tables: prompt and output tokens per second.</summary>
    public ImmutableArray<FitSeries> Curves { get; init; } = [];

    /// <summary>What the data can't tell, each with the measurement to add.</summary>
    public required ImmutableArray<string> Warnings { get; init; }

    /// <summary>What was seen on the way, such as the share of prefix hits.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}
