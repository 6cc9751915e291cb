namespace SageServe.Planning;

/// <summary>
/// Regression of the growth over each lead on what is known now (<see cref="GrowthFeatures"/>), on the logarithm or a Box-Cox scale,
/// shrunk towards a point between "no growth", which is the last value, and the shape of the last days at the level of now: with little
/// history it is nearly that, with more it learns how far each is to be trusted.
/// </summary>
internal sealed class SeasonalRegressionForecaster : IForecaster
{
    public const string MethodName = "seasonal-regression";

    /// <summary>Shrinkage without a study, in rows.</summary>
    public const double DefaultShrinkage = 20;

    /// <summary>How far towards the shape it shrinks without a study: not at all, as where days differ that costs more than it brings.</summary>
    public const double DefaultTrust = 0;

    public string Name => MethodName;

    /// <summary>A day and a quarter: fewer know nothing of a day.</summary>
    public int StepsNeeded(TimeSpan step) => Math.Max(24, (int)(TimeSpan.FromHours(30).Ticks / step.Ticks));

    public ForecastRecipe? Study(DemandGrid grid, int known) => SeasonalRegressionStudy.Of(this, grid, known);

    public IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe)
    {
        var (lambda, shrinkage, trust) = recipe is not null && recipe.Fits(Name, grid) && recipe.Coefficients is [> 0, >= 0 and <= 1]
            ? (recipe.Lambda, recipe.Coefficients[0], recipe.Coefficients[1])
            : (0, DefaultShrinkage, DefaultTrust);
        return new SeasonalRegressionModel(grid, known, BoxCox.Of(grid, known, lambda), shrinkage, trust);
    }
}
