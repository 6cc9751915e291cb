using System.Collections.Immutable;

namespace SageServe.Cli;

/// <param name="Name">TTFT, E2E, prefill, decode step, batch.</param>
/// <param name="SizeName">What <see cref="FitPoint.Size"/> is.</param>
/// <param name="Points">In the order of the file.</param>
internal sealed record FitSeries(string Name, string SizeName, ImmutableArray<FitPoint> Points)
{
    /// <summary>Share of the variance that the profile explains; negative when a constant would do better.</summary>
    public double RSquared
    {
        get
        {
            var mean = Points.Average(p => p.Measured);
            var total = Points.Sum(p => (p.Measured - mean) * (p.Measured - mean));
            var left = Points.Sum(p => (p.Measured - p.Predicted) * (p.Measured - p.Predicted));
            return total > 0 ? 1 - left / total : double.NaN;
        }
    }

    /// <summary>Mean absolute error as a share of the measured.</summary>
    public double Mape => Points.Average(p => Math.Abs(p.Error));

    /// <summary>Mean error: above 0 the profile is too slow.</summary>
    public double Bias => Points.Average(p => p.Error);

    /// <summary>The same by quarters of the sizes, so that a good mean can't hide a bad region.</summary>
    public IEnumerable<FitRegion> Regions()
    {
        var sizes = Points.Select(p => p.Size).Order().ToArray();
        double[] edges = [.. Enumerable.Range(0, 4).Select(i => sizes[i * (sizes.Length - 1) / 4]).Distinct()];
        for (var i = 0; i < edges.Length; i++)
        {
            var high = i + 1 < edges.Length ? edges[i + 1] : double.PositiveInfinity;
            var inside = Points.Where(p => p.Size >= edges[i] && p.Size < high).ToArray();
            if (inside.Length > 0)
            {
                yield return new FitRegion(edges[i], inside.Max(p => p.Size), inside.Length, inside.Average(p => Math.Abs(p.Error)), inside.Average(p => p.Error));
            }
        }
    }
}
