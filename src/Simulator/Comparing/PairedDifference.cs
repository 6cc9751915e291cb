using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>
/// Differences seed by seed: what the seed did to both strategies alike falls out, so the interval is far narrower than those of the two means.
/// Quantities differ in percent of the other's, shares in percentage points.
/// </summary>
internal static class PairedDifference
{
    public static ImmutableArray<FigureEstimate> Of(List<ComparisonRun> own, List<ComparisonRun> other)
    {
        var pairs = own.Join(other, r => r.Seed, r => r.Seed, (a, b) => (Own: a, Other: b)).ToList();
        if (pairs.Count == 0)
        {
            return [];
        }

        var figures = ImmutableArray.CreateBuilder<FigureEstimate>();
        foreach (var (path, near) in pairs.SelectMany(p => p.Own.Figures.Select(f => f.Path)).Distinct().Where(Compares).Select((path, i) => (path, i)))
        {
            var share = IsShare(path);
            var differences = new List<double>();
            foreach (var pair in pairs)
            {
                if (Difference(pair.Own.Value(path, near), pair.Other.Value(path, near), share) is { } difference)
                {
                    differences.Add(difference);
                }
            }

            figures.Add(new FigureEstimate(path + (share ? "_points" : "_percent"), Estimate.Of(differences)));
        }

        return figures.ToImmutable();
    }

    private static double? Difference(double? own, double? other, bool share) => (own, other) switch
    {
        ({ } a, { } b) when share => (a - b) * 100,
        ({ } a, { } b) when b > 0 => (a - b) / b * 100,
        _ => null,
    };

    /// <summary>Counts of requests are the same by construction or are said by attainment.</summary>
    private static bool Compares(string path) => path is not ("requests" or "completed" or "failed" or "pending" or "retried")
        && !path.EndsWith(".requests", StringComparison.Ordinal) && !path.EndsWith(".pending", StringComparison.Ordinal);

    private static bool IsShare(string path) => path.Contains("slo_attainment", StringComparison.Ordinal);
}
