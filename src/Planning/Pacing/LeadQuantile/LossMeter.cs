namespace SageServe.Planning;

/// <summary>
/// One way of expecting: the quantile of its last errors, and the pinball loss of expecting at that quantile, which is what capacity that
/// idles or lacks costs. Errors are plain differences: bursts are about as large at night as at noon, and few replicas feel them most.
/// </summary>
internal sealed class LossMeter(double quantile, int memory, int reread, double fade)
{
    /// <summary>What is assumed of the error before this many are known: half as much again.</summary>
    private const int Few = 30;
    private const double Unknown = 1.5;

    private readonly RingBuffer<double> _errors = new(memory);
    private double _quantile;
    private int _since;
    private (double Sum, double Weight) _all;
    private (double Sum, double Weight) _paired;

    /// <summary>Mean, fading; 0 before the first.</summary>
    public double Loss => Mean(_all);

    /// <summary>The same over the bins on which it was judged against another way.</summary>
    public double PairedLoss => Mean(_paired);

    /// <param name="expected">Without the error's quantile.</param>
    /// <param name="actual">What came.</param>
    /// <param name="paired">The other way is judged on this bin too.</param>
    public void Add(double expected, double actual, bool paired)
    {
        var off = actual - Raised(expected);
        var loss = Math.Max(quantile * off, (quantile - 1) * off);
        _all = Faded(_all, loss);
        _paired = paired ? Faded(_paired, loss) : _paired;

        _errors.Add(actual - expected);
        if (++_since >= reread)
        {
            (_since, _quantile) = (0, Read());
        }
    }

    /// <summary>The expectation moved to the quantile; never below zero.</summary>
    public double Raised(double expected)
    {
        if (_errors.Count < Few)
        {
            return quantile > 0.5 ? expected * Unknown : expected;
        }

        return Math.Max(0, expected + _quantile);
    }

    private (double Sum, double Weight) Faded((double Sum, double Weight) mean, double loss) => (mean.Sum * fade + loss, mean.Weight * fade + 1);

    private static double Mean((double Sum, double Weight) mean) => mean.Weight > 0 ? mean.Sum / mean.Weight : 0;

    private double Read()
    {
        var sorted = new double[_errors.Count];
        for (var i = 0; i < sorted.Length; i++)
        {
            sorted[i] = _errors[i];
        }

        Array.Sort(sorted);
        return sorted[Math.Clamp((int)Math.Ceiling(quantile * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
