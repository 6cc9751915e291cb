namespace SageServe.Planning;

/// <summary>
/// Chooses scale and shrinkage of the regression by its error over the newest third of what is known, learnt from the rest. The
/// default stays unless another is clearly better: a choice among noise costs more than it brings.
/// </summary>
internal static class SeasonalRegressionStudy
{
    private const double Margin = 0.02;
    private const int OriginsMax = 240;
    private static readonly double[] Lambdas = [0, 0.5];
    private static readonly double[] Shrinkages = [SeasonalRegressionForecaster.DefaultShrinkage, 5, 80];

    public static ForecastRecipe? Of(SeasonalRegressionForecaster forecaster, DemandGrid grid, int known)
    {
        var from = known - known / 3;
        if (from < forecaster.StepsNeeded(grid.Step))
        {
            return null;
        }

        ForecastRecipe? best = null;
        var bestError = double.PositiveInfinity;
        foreach (var lambda in Lambdas)
        {
            foreach (var shrinkage in Shrinkages)
            {
                var recipe = new ForecastRecipe
                {
                    Method = forecaster.Name, Lambda = lambda, Coefficients = [shrinkage], Step = grid.Step, StudiedAt = grid.End - grid.Step * (grid.Length - known),
                };
                var error = Error(forecaster.Fit(grid, from, recipe), grid, from, known);
                if (best is null || error < bestError * (1 - Margin))
                {
                    (best, bestError) = (recipe, error);
                }
            }
        }

        return best;
    }

    /// <summary>Sum of absolute errors up to an hour ahead, at evenly spaced moments.</summary>
    private static double Error(IForecastModel model, DemandGrid grid, int from, int known)
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
