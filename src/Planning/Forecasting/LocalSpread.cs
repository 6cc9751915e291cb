namespace SageServe.Planning;

/// <summary>
/// How far off forecasts were around a moment, against how far they usually are: calm hours follow calm ones and wild follow wild.
/// Asked in order of time; only what had come out by then counts. The square root stays, since a spread of a few hours is itself uncertain.
/// </summary>
/// <param name="residuals">In order of time, with their weights now.</param>
/// <param name="middle">Their median.</param>
/// <param name="known">From a forecast to its outcome.</param>
internal sealed class LocalSpread(List<(Instant Origin, double Value, double Weight)> residuals, double middle, TimeSpan known)
{
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(6);

    /// <summary>The usual spread counts as much as this many forecasts.</summary>
    private const double Prior = 0.5;

    private const double Least = 1e-6;

    private readonly double _usual = Usual(residuals, middle);
    private double _sum;
    private double _weight;
    private int _seen;
    private Instant _at;

    public double At(Instant now)
    {
        while (_seen < residuals.Count && residuals[_seen].Origin + known <= now)
        {
            var (origin, value, _) = residuals[_seen++];
            var fade = Math.Pow(0.5, (origin - _at) / HalfLife);
            _sum = _sum * fade + Math.Abs(value - middle);
            _weight = _weight * fade + 1;
            _at = origin;
        }

        return Math.Sqrt(Math.Max(Least, (_sum + Prior * _usual) / (_weight + Prior) / _usual));
    }

    private static double Usual(List<(Instant Origin, double Value, double Weight)> residuals, double middle)
    {
        double sum = 0;
        double weights = 0;
        foreach (var (_, value, weight) in residuals)
        {
            sum += weight * Math.Abs(value - middle);
            weights += weight;
        }

        return Math.Max(Least, sum / weights);
    }
}
