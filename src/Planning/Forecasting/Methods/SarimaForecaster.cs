namespace SageServe.Planning;

/// <summary>
/// Seasonal ARIMA of an order studied for the series: transformation by Guerrero, differencing by tests, order by search, then the
/// exact likelihood where the state is small enough (a day of hours is, a day of ten minutes is not: there the conditional fit stays).
/// The hourly fit keeps the order and refines the coefficients by conditional least squares.
/// </summary>
internal sealed class SarimaForecaster : IForecaster
{
    public const string MethodName = "sarima";

    /// <summary>An evaluation of the exact likelihood costs steps x state^2; a study has about a second.</summary>
    private const int StateMax = 32;
    private const int ExactStepsMax = 1000;
    private const int ExactEvaluations = 250;

    /// <summary>Newest steps that coefficients are learnt from.</summary>
    private const int StepsMax = 2100;
    private const int HourlyRounds = 4;
    private const int SeasonsNeeded = 3;
    private const int SpreadFrom = 20;
    private const double Tie = 0.01;

    public string Name => MethodName;

    public int StepsNeeded(TimeSpan step) => Math.Max(40, (int)(TimeSpan.FromHours(30).Ticks / step.Ticks));

    public ForecastRecipe? Study(DemandGrid grid, int known)
    {
        var season = Season(grid, known);
        var lambda = Guerrero.Lambda(grid, known, Math.Max(season, 12));
        var scale = BoxCox.Of(grid, known, lambda);
        var values = Newest(scale.To(grid), known);
        if (Choose(grid, known, scale, values, season) is not { } best)
        {
            return null;
        }

        var differences = ArimaFit.Difference(values, best.Order.Differencing());
        if (best.Order.StateSize <= StateMax && new SarimaConditional(differences).Present > SpreadFrom)
        {
            best = Better(grid, known, scale, best, SarimaLikelihood.Fit(differences[^Math.Min(differences.Length, ExactStepsMax)..], best, ExactEvaluations).Coefficients);
        }

        return new ForecastRecipe
        {
            Method = Name, Order = best.Order.ToNumbers(), Lambda = lambda, Coefficients = [.. best.ToNumbers()], Step = grid.Step, StudiedAt = grid.End - grid.Step * (grid.Length - known),
        };
    }

    public IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe)
    {
        var studied = recipe is not null && recipe.Fits(Name, grid) && SarimaOrder.From(recipe.Order) is { } order
            ? SarimaCoefficients.From(order, recipe.Coefficients.AsSpan())
            : null;
        var start = studied ?? Default(Season(grid, known));
        return Learn(grid, known, BoxCox.Of(grid, known, studied is null ? 0 : recipe!.Lambda), start);
    }

    /// <summary>
    /// The order that the tests and the criterion choose, or the same without plain differencing (on a few days of load the tests
    /// difference too much), if by its error over the newest third it is clearly better than the default.
    /// </summary>
    private static SarimaCoefficients? Choose(DemandGrid grid, int known, BoxCox scale, double[] values, int season)
    {
        var far = UnitRoots.Seasonal(values, season);
        var near = UnitRoots.Plain(ArimaFit.Difference(values, new SarimaOrder(default, new(0, far, 0), season).Differencing()));
        var from = known - known / 3;
        var standard = Default(season);
        var standardError = StudyError.Of(Learn(grid, from, scale, standard), grid, from, known);
        SarimaCoefficients? best = null;
        var bestError = double.PositiveInfinity;
        foreach (var d in new[] { Math.Min(near, 2 - far), 0 }.Distinct())
        {
            var order = new SarimaOrder(new(0, d, 0), new(0, far, 0), season);
            var differences = ArimaFit.Difference(values, order.Differencing());
            if (differences.Length > SpreadFrom && SarimaSearch.Best(differences, order) is { } candidate)
            {
                var error = StudyError.Of(Learn(grid, from, scale, candidate), grid, from, known);
                (best, bestError) = best is null || error < bestError ? (candidate, error) : (best, bestError);
            }
        }

        return best is null || bestError < standardError * (1 - StudyError.Margin(from, known)) ? best : standard;
    }

    /// <summary>The likelihood's coefficients, unless the walk that the product forecasts with does clearly worse with them.</summary>
    private static SarimaCoefficients Better(DemandGrid grid, int known, BoxCox scale, SarimaCoefficients conditional, SarimaCoefficients exact)
    {
        var from = known - known / 3;
        return StudyError.Of(Learn(grid, from, scale, exact), grid, from, known) <= StudyError.Of(Learn(grid, from, scale, conditional), grid, from, known) * (1 + Tie)
            ? exact
            : conditional;
    }

    private static RescaledModel Learn(DemandGrid grid, int known, BoxCox scale, SarimaCoefficients start)
    {
        var values = scale.To(grid);
        var differencing = start.Order.Differencing();
        var differences = ArimaFit.Difference(Newest(values, known), differencing);
        var fit = new SarimaConditional(differences).Fit(start, HourlyRounds).Coefficients;
        return new RescaledModel(new ArimaModel(values, differencing, fit.Expand()), scale);
    }

    /// <summary>Without a study: the airline model with an autoregression, which most daily loads are near to.</summary>
    private static SarimaCoefficients Default(int season) => season == 0
        ? new SarimaCoefficients(new(new(2, 1, 1), default, 0), [0.3, 0.1], [-0.3], [], [], 0)
        : new SarimaCoefficients(new(new(2, 0, 1), new(0, 1, 1), season), [0.8, 0.1], [0.1], [], [-0.6], 0);

    private static int Season(DemandGrid grid, int known)
    {
        var day = grid.Steps(TimeSpan.FromDays(1));
        return day >= 2 && known >= SeasonsNeeded * day ? day : 0;
    }

    private static double[] Newest(double[] values, int known) => values[Math.Max(0, known - StepsMax)..known];
}
