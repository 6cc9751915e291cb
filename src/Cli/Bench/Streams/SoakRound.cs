using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What one round came to.</summary>
internal sealed record SoakRound
{
    public required int Streams { get; init; }

    public required int Whole { get; init; }

    /// <summary>Had a byte when their replica was killed.</summary>
    public required int Broken { get; init; }

    /// <summary>Failed without a byte.</summary>
    public required int Failed { get; init; }

    /// <summary>Duplicated, mixed, or with a gap.</summary>
    public required int Wrong { get; init; }

    public required double Seconds { get; init; }

    /// <summary>The gateway's managed heap after a forced collection.</summary>
    public required long HeapBytes { get; init; }

    public required long RssBytes { get; init; }

    /// <summary>What was done to replicas, with its moment.</summary>
    public required ImmutableArray<string> Faults { get; init; }

    /// <summary>Some of what went wrong.</summary>
    public required ImmutableArray<string> Problems { get; init; }
}
