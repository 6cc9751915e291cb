namespace SageServe.Planning;

/// <summary>
/// Goes over the past of a load as if it were now: at each origin everything before it is known and nothing after. What it leaves on the
/// shelf is what a planner that had run all the time would know. Methods learn again every <paramref name="RefitEvery"/>, and study
/// every <paramref name="StudyEvery"/> (zero: never, the recipes that they have are kept); sooner where the history has doubled.
/// </summary>
internal readonly record struct ForecastWalk(TimeSpan RefitEvery, TimeSpan StudyEvery)
{
    private const double Growth = 2.0;

    /// <param name="series">All of it; the walk keeps to what is before each origin.</param>
    /// <param name="calendar">Its special days.</param>
    /// <param name="panel">The methods.</param>
    /// <param name="shelf">Gets the forecasts and what came.</param>
    /// <param name="origins">Steps to forecast from, ascending.</param>
    /// <param name="settled">Gets the number of the target and each of its forecasts that came out.</param>
    /// <param name="issued">Gets each origin with the answers issued there and each method's path.</param>
    public void Over(LoadSeries series, CalendarFactors calendar, MethodPanel panel, TargetShelf shelf, IReadOnlyList<int> origins, Action<int, TargetEntry>? settled = null, Action<int, ForecastQuantiles[], double[][]>? issued = null)
    {
        if (origins.Count == 0)
        {
            return;
        }

        var horizon = Horizon(shelf, series.Steps.Step);
        var (studied, fitted) = (0, 0);
        foreach (var origin in origins)
        {
            if (IsDue(origin, fitted, series.Steps.Steps(RefitEvery)))
            {
                var clean = GridCleaner.Clean(calendar.Ordinary(origin), origin);
                if (StudyEvery > TimeSpan.Zero && IsDue(origin, studied, series.Steps.Steps(StudyEvery)))
                {
                    panel.Study(clean, origin);
                    studied = origin;
                }

                panel.Fit(clean, origin);
                fitted = origin;
            }

            var now = series.At(origin);
            shelf.Settle(series.Bins, now, settled);
            var paths = panel.Predict(origin, horizon);
            calendar.Apply(paths, origin);
            var answers = shelf.Issue(now, paths, series.Steps.Step);
            issued?.Invoke(origin, answers, paths);
        }
    }

    /// <summary>Steps up to the end of the farthest target.</summary>
    public static int Horizon(TargetShelf shelf, TimeSpan step) =>
        (int)shelf.Books.Max(b => (b.Target.End.Ticks + step.Ticks - 1) / step.Ticks);

    private static bool IsDue(int origin, int before, int every) => before == 0 || origin - before >= every || origin > Growth * before;
}
