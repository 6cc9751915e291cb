using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>Pinball loss of forecasts of the planning window's peak, beside last values times their best constant factors (chosen in hindsight).</summary>
/// <param name="LeadMinutes">From the newest demand to the window.</param>
/// <param name="Origins">Forecasts.</param>
/// <param name="Loss">Mean over the quantiles 0.5, 0.9 and 0.99, in units of the mean peak.</param>
/// <param name="LastValueLoss">The same of the newest bin times its best factor for each quantile.</param>
/// <param name="LastStepLoss">The same of the newest step's mean times its best factors.</param>
/// <param name="LearntLoss">The same of the newest bin times the factors that were best in the first half: a rival that knows no more than the forecast.</param>
/// <param name="Coverage90">Share within the 5 to 95 % band.</param>
internal sealed record PeakScore(double LeadMinutes, int Origins, double Loss, double LastValueLoss, double LastStepLoss, double LearntLoss, double Coverage90)
{
    private static readonly double[] Levels = [0.5, 0.9, 0.99];

    /// <summary>Below one the forecast is better.</summary>
    public double OverLastValue => Loss / LastValueLoss;

    /// <param name="lead">From the newest demand to the window.</param>
    /// <param name="rows">Of the second half.</param>
    /// <param name="earlier">Of the first.</param>
    public static PeakScore Of(TimeSpan lead, IReadOnlyList<BacktestRow> rows, IReadOnlyList<BacktestRow> earlier)
    {
        var mean = rows.Average(r => r.Came);
        return new PeakScore(
            lead.TotalMinutes,
            rows.Count,
            Levels.Average(q => rows.Average(r => Pinball(r.Came, At(r.Peak, q), q))) / mean,
            Levels.Average(q => FactorLoss(rows, r => r.LastBin, q, BestFactor(rows, r => r.LastBin, q))) / mean,
            Levels.Average(q => FactorLoss(rows, r => r.LastStep, q, BestFactor(rows, r => r.LastStep, q))) / mean,
            Levels.Average(q => FactorLoss(rows, r => r.LastBin, q, BestFactor(earlier, r => r.LastBin, q))) / mean,
            rows.Count(r => r.Came >= r.Peak.Q05 && r.Came <= r.Peak.Q95) / (double)rows.Count);
    }

    /// <summary>Loss of a forecast at this quantile: being below what comes costs the level, being above the rest.</summary>
    public static double Pinball(double came, double forecast, double level) =>
        Math.Max(level * (came - forecast), (level - 1) * (came - forecast));

    /// <summary>The factor of the least loss, which is convex in it.</summary>
    private static double BestFactor(IReadOnlyList<BacktestRow> rows, Func<BacktestRow, double> value, double level)
    {
        var (low, high) = (0.0, 20.0);
        for (var i = 0; i < 60; i++)
        {
            var (a, b) = (low + (high - low) / 3, high - (high - low) / 3);
            (low, high) = FactorLoss(rows, value, level, a) < FactorLoss(rows, value, level, b) ? (low, b) : (a, high);
        }

        return low;
    }

    private static double FactorLoss(IReadOnlyList<BacktestRow> rows, Func<BacktestRow, double> value, double level, double factor) =>
        rows.Average(r => Pinball(r.Came, factor * value(r), level));

    private static double At(LoadQuantiles q, double level) => level switch { 0.5 => q.Q50, 0.9 => q.Q90, _ => q.Q99 };
}
