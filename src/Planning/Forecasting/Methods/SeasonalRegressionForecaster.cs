namespace SageServe.Planning;

/// <summary>
/// Regression of the growth over each lead on what is known now (<see cref="GrowthFeatures"/>), on the logarithm or a Box-Cox scale,
/// shrunk towards "no growth", which is the last value: with little history it is nearly that, with more it learns the day and the week.
/// </summary>
internal sealed class SeasonalRegressionForecaster : IForecaster
{
    public const string MethodName = "seasonal-regression";

    /// <summary>Shrinkage without a study, in rows.</summary>
    public const double DefaultShrinkage = 20;

    public string Name => MethodName;

    /// <summary>A day and a quarter: fewer know nothing of a day.</summary>
    public int StepsNeeded(TimeSpan step) => Math.Max(24, (int)(TimeSpan.FromHours(30).Ticks / step.Ticks));

    public ForecastRecipe? Study(DemandGrid grid, int known) => SeasonalRegressionStudy.Of(this, grid, known);

    public IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe)
    {
        var (lambda, shrinkage) = recipe is not null && recipe.Fits(Name, grid) && recipe.Coefficients is [> 0]
            ? (recipe.Lambda, recipe.Coefficients[0])
            : (0, DefaultShrinkage);
        return new SeasonalRegressionModel(grid, known, BoxCox.Of(grid, known, lambda), shrinkage);
    }
}
