using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What to measure.</summary>
internal sealed record QueueBenchOptions
{
    /// <summary>Of <c>redis</c> and <c>sqlite</c>.</summary>
    public ImmutableArray<string> Stores { get; init; } = ["redis", "sqlite"];

    /// <summary>host:port of a Redis to use; null: one of the command's own.</summary>
    public string? Redis { get; init; }

    /// <summary>Items that wait meanwhile, growing.</summary>
    public ImmutableArray<int> Backlogs { get; init; } = [1_000, 10_000, 100_000, 1_000_000];

    /// <summary>At each backlog.</summary>
    public double Seconds { get; init; } = 5;
}
