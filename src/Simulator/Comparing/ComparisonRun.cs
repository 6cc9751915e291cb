using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>What one run came to: figures, or the error that ended it.</summary>
public sealed record ComparisonRun
{
    public required ComparisonKey Key { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Empty when it failed.</summary>
    public ImmutableArray<Figure> Figures { get; init; } = [];

    public IReadOnlyList<PoolReport> Pools { get; init; } = [];

    /// <summary>What each model's requests got.</summary>
    public IReadOnlyList<ModelReport> Models { get; init; } = [];

    public SeriesReport? Series { get; init; }

    /// <summary>Type and message; null when it went well.</summary>
    public string? Error { get; init; }

    public double? Value(string path)
    {
        foreach (var figure in Figures)
        {
            if (figure.Path == path)
            {
                return figure.Value;
            }
        }

        return null;
    }
}
