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

    /// <summary>What each model's requests got; only where the plan keeps it.</summary>
    public IReadOnlyList<ModelReport> Models { get; init; } = [];

    public SeriesReport? Series { get; init; }

    /// <summary>Type and message; null when it went well.</summary>
    public string? Error { get; init; }

    /// <param name="path">Of the figure.</param>
    /// <param name="near">Where it is looked for first: the runs of a plan have nearly the same figures in the same places.</param>
    public double? Value(string path, int near = 0)
    {
        for (var i = 0; i < Figures.Length; i++)
        {
            var figure = Figures[(near + i) % Figures.Length];
            if (figure.Path == path)
            {
                return figure.Value;
            }
        }

        return null;
    }
}
