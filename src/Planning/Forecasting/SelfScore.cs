namespace SageServe.Planning;

/// <summary>
/// What was forecast against what came, beside the last value's answer to the same question; recent forecasts count more. A load whose
/// forecast loses says so until it clearly wins again: between the two limits nothing changes.
/// </summary>
internal sealed class SelfScore
{
    private const double LosesAbove = 1.10;
    private const double WinsBelow = 1.00;

    /// <summary>Forecasts (discounted) before a verdict.</summary>
    private const double Least = 12;

    private double _missed;
    private double _lastMissed;
    private double _came;
    private double _count;
    private double _inside;
    private Instant _at;

    /// <summary>Weighted absolute percentage error of the forecast; null before a verdict.</summary>
    public double? Error => _count < Least || _came <= 0 ? null : _missed / _came;

    /// <summary>The forecast's error over that of the last value; null before a verdict.</summary>
    public double? OverLastValue => _count < Least || _lastMissed <= 0 ? null : _missed / _lastMissed;

    /// <summary>Share of what came within the band; null before a verdict.</summary>
    public double? Coverage => _count < Least ? null : _inside / _count;

    /// <summary>True while the last value does better.</summary>
    public bool Loses { get; private set; }

    /// <param name="came">What came.</param>
    /// <param name="forecast">What was forecast of it.</param>
    /// <param name="lastValue">What the last value said.</param>
    /// <param name="isInside">It came within the 90 % band.</param>
    /// <param name="origin">When that was.</param>
    public void Add(double came, double forecast, double lastValue, bool isInside, Instant origin)
    {
        var fade = MemoryLength.ErrorFade(origin - _at);
        _at = origin;
        _missed = _missed * fade + Math.Abs(came - forecast);
        _lastMissed = _lastMissed * fade + Math.Abs(came - lastValue);
        _came = _came * fade + came;
        _count = _count * fade + 1;
        _inside = _inside * fade + (isInside ? 1 : 0);
        Loses = OverLastValue is { } ratio && (Loses ? ratio >= WinsBelow : ratio > LosesAbove);
    }

    /// <summary>Forgets the forecasts and keeps the verdict: they are about to be made again.</summary>
    public void Restart(bool loses)
    {
        (_missed, _lastMissed, _came, _count, _inside) = (0, 0, 0, 0, 0);
        Loses = loses;
    }
}
