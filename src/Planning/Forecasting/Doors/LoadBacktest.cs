using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Forecasts the second half of a load, origin by origin, as if each were now: nothing after an origin is known to anything that
/// answers there. The first half is what weights and bands are learnt from.
/// </summary>
public static class LoadBacktest
{
    /// <summary>Methods learn again this often, and study this often.</summary>
    private static readonly ForecastWalk Walk = new(TimeSpan.FromDays(1), TimeSpan.FromDays(7));

    /// <param name="history">What came.</param>
    /// <param name="question">Its stride is the distance of origins; WAPE and coverage are of the step right after each.</param>
    /// <param name="progress">Gets the share done.</param>
    /// <exception cref="ArgumentException">The history is too short to have a second half.</exception>
    public static BacktestAnswer Run(LoadHistory history, LoadQuestion question, Action<double>? progress = null)
    {
        var series = history.InSteps(question.Step);
        var length = series.Steps.Length;
        if (length < 8)
        {
            throw new ArgumentException($"A history of {length} steps is too short for a backtest; it needs 8.", nameof(history));
        }

        var (methods, rule) = Forecasters.Choice(question.Forecaster);
        var panel = new MethodPanel(methods);
        var targets = ForecastTargets.Of(question.Step, 1, question.Window);
        var shelf = new TargetShelf(targets.All, panel.Count, ForecastBounds.Of(series.Steps, length / 2).Floor, rule);
        var tally = new BacktestTally(series, targets, panel);
        var first = Math.Min(Math.Max(1, series.Steps.Steps(TimeSpan.FromHours(6))), length / 8);
        var origins = Enumerable.Range(0, (length - first + question.Stride - 1) / question.Stride).Select(i => first + i * question.Stride).ToList();
        Walk.Over(series, new CalendarFactors(series.Steps, question.Calendar.Days), panel, shelf, origins, null, (origin, answers, paths) =>
        {
            tally.Add(origin, answers, paths, isJudged: origin >= length / 2);
            progress?.Invoke(origin / (double)length);
        });
        return tally.Answer();
    }
}
