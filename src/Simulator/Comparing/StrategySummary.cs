using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>One strategy on one variant over all seeds.</summary>
public sealed record StrategySummary
{
    public required string Strategy { get; init; }

    /// <summary>Runs that went well.</summary>
    public required int Runs { get; init; }

    public required ImmutableArray<FigureEstimate> Figures { get; init; }

    /// <summary>Paired by seed against the baseline of the same variant; empty for the baseline itself.</summary>
    public required ImmutableArray<FigureEstimate> AgainstBaseline { get; init; }

    /// <summary>Paired by seed against the same strategy on the unchanged scenario; empty there.</summary>
    public required ImmutableArray<FigureEstimate> AgainstUnchanged { get; init; }

    public Estimate? Value(string path) => Find(Figures, path);

    public Estimate? Against(string path) => Find(AgainstBaseline, path);

    internal static StrategySummary Of(ComparisonResult result, int variant, int strategy)
    {
        var own = result.Good(variant, strategy).ToList();
        return new StrategySummary
        {
            Strategy = result.Plan.Strategies[strategy],
            Runs = own.Count,
            Figures = Means(own, result.Latencies.Figures(variant, strategy)),
            AgainstBaseline = strategy == 0 ? [] : PairedDifference.Of(own, [.. result.Good(variant, 0)]),
            AgainstUnchanged = variant == 0 ? [] : PairedDifference.Of(own, [.. result.Good(0, strategy)]),
        };
    }

    private static ImmutableArray<FigureEstimate> Means(List<ComparisonRun> runs, IReadOnlyDictionary<string, double> pooled) =>
    [
        .. runs.SelectMany(r => r.Figures.Select(f => f.Path)).Distinct().Select((path, i) => new FigureEstimate(path, Mean(runs, path, i, pooled))),
    ];

    private static Estimate? Mean(List<ComparisonRun> runs, string path, int near, IReadOnlyDictionary<string, double> pooled)
    {
        var mean = Estimate.Of([.. runs.Select(r => r.Value(path, near)).OfType<double>()]);
        mean = pooled.TryGetValue(path, out var figure) ? mean?.Around(figure) : mean;
        return mean?.Within(0, path.Contains("slo_attainment", StringComparison.Ordinal) ? 1 : double.PositiveInfinity);
    }

    private static Estimate? Find(ImmutableArray<FigureEstimate> figures, string path)
    {
        foreach (var figure in figures)
        {
            if (figure.Path == path)
            {
                return figure.Value;
            }
        }

        return null;
    }
}
