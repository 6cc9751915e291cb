namespace SageServe.Simulator;

/// <summary>Pearson's correlation of a stream of pairs, without keeping them.</summary>
internal struct PairCorrelation
{
    private Moments _x;
    private Moments _y;
    private double _together;

    /// <summary>Null when one of the two does not vary.</summary>
    public readonly double? Value => _x.Deviation * _y.Deviation is > 0 and var deviations ? Math.Round(_together / _x.Count / deviations, 4) : null;

    public void Add(double x, double y)
    {
        var step = x - _x.Mean;
        _x.Add(x);
        _y.Add(y);
        _together += step * (y - _y.Mean);
    }
}
