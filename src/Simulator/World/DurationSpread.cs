namespace SageServe.Simulator;

/// <summary>
/// A log-normal time by its median and its 90 % quantile, cut at four standard deviations. Equal or no <see cref="P90"/>: always the median.
/// </summary>
public sealed record DurationSpread
{
    /// <summary>z of the 90 % quantile of the standard normal.</summary>
    private const double Z90 = 1.2815515655446004;

    private const double MostDeviations = 4;

    public TimeSpan P50 { get; init; }

    public TimeSpan P90 { get; init; }

    public static DurationSpread Of(TimeSpan p50, TimeSpan p90) => new() { P50 = p50, P90 = p90 };

    /// <summary>The time that belongs to a standard normal draw.</summary>
    public TimeSpan At(double gaussian)
    {
        if (P90 <= P50 || P50 <= TimeSpan.Zero)
        {
            return P50;
        }

        var sigma = Math.Log(P90 / P50) / Z90;
        return P50 * Math.Exp(sigma * Math.Clamp(gaussian, -MostDeviations, MostDeviations));
    }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Problem() =>
        P50 < TimeSpan.Zero ? $"p50 {P50} is negative"
        : P90 != TimeSpan.Zero && P90 < P50 ? $"p90 {P90} lies below p50 {P50}"
        : null;
}
