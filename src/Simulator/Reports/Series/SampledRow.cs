using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>Mean of the samples of each bin.</summary>
internal sealed class SampledRow(int bins)
{
    private readonly double[] _sums = new double[bins];
    private readonly int[] _counts = new int[bins];

    public void Add(int bin, double value)
    {
        _sums[bin] += value;
        _counts[bin]++;
    }

    /// <summary>Null for bins without a sample.</summary>
    public ImmutableArray<double?> Means(int digits) =>
        [.. _sums.Select((sum, i) => _counts[i] == 0 ? (double?)null : Math.Round(sum / _counts[i], digits))];
}
