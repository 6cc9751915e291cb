using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>One store's figures.</summary>
internal sealed record QueueBenchStore
{
    public required string Name { get; init; }

    /// <summary>By backlog, growing; never empty.</summary>
    public required ImmutableArray<QueueBenchLevel> Levels { get; init; }

    /// <summary>At the backlog where it is least.</summary>
    public double ItemsPerSecond => Levels.Min(l => l.ItemsPerSecond);

    /// <summary>With the largest backlog.</summary>
    public double BytesPerItem => Levels[^1].BytesPerItem;

    /// <summary>The rate at the largest backlog over that at the least: 1 when it does not matter how many wait.</summary>
    public double Flatness => Levels[^1].ItemsPerSecond / Levels[0].ItemsPerSecond;
}
