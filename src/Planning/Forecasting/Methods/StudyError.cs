namespace SageServe.Planning;

/// <summary>How a model did on steps that it had not learnt from: what studies compare their candidates by.</summary>
internal static class StudyError
{
    private const int OriginsMax = 240;

    /// <summary>
    /// By how much a candidate must be better than the default to be taken: about two standard errors of a mean over that many steps,
    /// so that a few days of load don't choose among noise.
    /// </summary>
    public static double Margin(int from, int known) => Math.Clamp(1 / Math.Sqrt(Math.Max(1, Math.Min(OriginsMax, known - from))), 0.02, 0.25);

    /// <summary>Sum of absolute errors up to an hour ahead, at evenly spaced moments from <paramref name="from"/> to <paramref name="known"/>.</summary>
    public static double Of(IForecastModel model, DemandGrid grid, int from, int known)
    {
        var horizon = new double[Math.Max(1, grid.Steps(TimeSpan.FromHours(1)))];
        var stride = Math.Max(1, (known - from) / OriginsMax);
        double missed = 0;
        for (var origin = from; origin < known; origin += stride)
        {
            model.Predict(origin, horizon);
            for (var h = 0; h < horizon.Length && origin + h < known; h++)
            {
                missed += grid.IsPresent(origin + h) ? Math.Abs(grid.Values[origin + h] - horizon[h]) : 0;
            }
        }

        return missed;
    }
}
