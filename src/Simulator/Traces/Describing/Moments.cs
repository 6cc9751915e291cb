namespace SageServe.Simulator;

/// <summary>Mean and variance of a stream (Welford).</summary>
internal struct Moments
{
    private double _squares;

    public long Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>Standard deviation over mean; NaN with fewer than two samples.</summary>
    public readonly double Variation => Count < 2 || Mean == 0 ? double.NaN : Math.Sqrt(_squares / Count) / Mean;

    public readonly double Deviation => Count < 2 ? 0 : Math.Sqrt(_squares / Count);

    public void Add(double value)
    {
        Count++;
        var step = value - Mean;
        Mean += step / Count;
        _squares += step * (value - Mean);
    }
}
