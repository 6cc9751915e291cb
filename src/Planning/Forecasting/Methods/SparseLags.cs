namespace SageServe.Planning;

/// <summary>The lags of a model whose weight is not zero: with a season of 144 steps they are a handful among hundreds.</summary>
internal readonly struct SparseLags
{
    private readonly int[] _lags;
    private readonly double[] _weights;

    /// <param name="weights">Of lag 1, 2, ...</param>
    public SparseLags(double[] weights)
    {
        _lags = [.. Enumerable.Range(1, weights.Length).Where(lag => weights[lag - 1] != 0)];
        _weights = [.. _lags.Select(lag => weights[lag - 1])];
    }

    /// <summary>Adds the weighted values before <paramref name="t"/> to a sum; what lies before the start counts as zero.</summary>
    public double Sum(ReadOnlySpan<double> values, int t, double sum = 0)
    {
        for (var i = 0; i < _lags.Length && _lags[i] <= t; i++)
        {
            sum += _weights[i] * values[t - _lags[i]];
        }

        return sum;
    }
}
