namespace SageServe.Planning;

/// <summary>
/// Chooses scale, shrinkage and trust in the shape by its error over the newest third of what is known, learnt from the rest. The
/// default stays unless another is clearly better: a choice among noise costs more than it brings.
/// </summary>
internal static class SeasonalRegressionStudy
{
    private static readonly double[] Lambdas = [0, 0.5];
    private static readonly double[] Shrinkages = [SeasonalRegressionForecaster.DefaultShrinkage, 5, 80];
    private static readonly double[] Trusts = [SeasonalRegressionForecaster.DefaultTrust, 0.5, 1];

    public static ForecastRecipe? Of(SeasonalRegressionForecaster forecaster, DemandGrid grid, int known)
    {
        var from = known - known / 3;
        if (from < forecaster.StepsNeeded(grid.Step))
        {
            return null;
        }

        var margin = StudyError.Margin(from, known);
        ForecastRecipe? best = null;
        var (bestError, defaultError) = (double.PositiveInfinity, double.PositiveInfinity);
        foreach (var (lambda, shrinkage, trust) in
            from lambda in Lambdas from trust in Trusts from shrinkage in Shrinkages select (lambda, shrinkage, trust))
        {
            var recipe = new ForecastRecipe
            {
                Method = forecaster.Name, Lambda = lambda, Coefficients = [shrinkage, trust], Step = grid.Step, StudiedAt = grid.End - grid.Step * (grid.Length - known),
            };
            var error = StudyError.Of(forecaster.Fit(grid, from, recipe), grid, from, known);
            if (best is null || error < Math.Min(bestError, defaultError * (1 - margin)))
            {
                (best, bestError) = (recipe, error);
                defaultError = double.IsFinite(defaultError) ? defaultError : error;
            }
        }

        return best;
    }
}
