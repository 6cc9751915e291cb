using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Holt-Winters smoothing with a day's season, a week's beside it, factors or sums, damped slope or none, as the study finds best;
/// weights by least squares of the error one step ahead in a bounded deterministic search.
/// </summary>
internal sealed class HoltWintersForecaster : IForecaster
{
    public const string MethodName = "holt-winters";

    private const int StudyEvaluations = 160;
    private const int HourlyEvaluations = 40;
    private const int HourlyEvaluationsUnstudied = 80;

    /// <summary>Newest steps walked: a season forgets faster than this.</summary>
    private const int StepsMax = 2100;

    private static readonly double[] Guess = [0.4, 0.05, 0.2, 0.1, 0.8, 0.1];

    public string Name => MethodName;

    public int StepsNeeded(TimeSpan step) => Math.Max(12, (int)(TimeSpan.FromHours(6).Ticks / step.Ticks));

    public ForecastRecipe? Study(DemandGrid grid, int known)
    {
        var from = known - known / 3;
        if (from < StepsNeeded(grid.Step))
        {
            return null;
        }

        ForecastRecipe? best = null;
        var (bestError, defaultError) = (double.PositiveInfinity, double.PositiveInfinity);
        var margin = StudyError.Margin(from, known);
        foreach (var (shape, lambda) in Candidates(grid, from))
        {
            var (model, numbers) = Learn(grid, from, shape, lambda, Guess, StudyEvaluations);
            var error = StudyError.Of(model, grid, from, known);
            if (best is null || error < Math.Min(bestError, defaultError * (1 - margin)))
            {
                bestError = error;
                defaultError = double.IsFinite(defaultError) ? defaultError : error;
                best = new ForecastRecipe
                {
                    Method = Name, Order = shape.ToNumbers(), Lambda = lambda, Coefficients = [.. numbers], Step = grid.Step, StudiedAt = grid.End - grid.Step * (grid.Length - known),
                };
            }
        }

        return best;
    }

    public IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe)
    {
        if (recipe is not null && recipe.Fits(Name, grid) && HoltWintersShape.From(recipe.Order) is { } shape && recipe.Coefficients.Length == HoltWintersParameters.Count)
        {
            return Learn(grid, known, shape, Math.Clamp(recipe.Lambda, 0, 1), recipe.Coefficients.AsSpan(), HourlyEvaluations).Model;
        }

        var (quick, lambda) = Candidates(grid, known)[0];
        return Learn(grid, known, quick, lambda, Guess, HourlyEvaluationsUnstudied).Model;
    }

    /// <summary>What a study compares, the quick default first.</summary>
    private static ImmutableArray<(HoltWintersShape Shape, double Lambda)> Candidates(DemandGrid grid, int known)
    {
        var (day, week) = (grid.Steps(TimeSpan.FromDays(1)), grid.Steps(TimeSpan.FromDays(7)));
        List<(int Season, int Second)> seasons = day >= 2 && known > 2 * day ? [(day, 0)] : [(0, 0)];
        if (day >= 2 && known > 2 * week && week <= StepsMax / 2)
        {
            seasons.AddRange([(day, week), (week, 0)]);
        }

        return
        [
            .. from lambda in (double[])[0, 1]
               from isMultiplicative in (bool[])[false, true]
               where lambda == 1 || !isMultiplicative
               from season in seasons
               from hasTrend in (bool[])[false, true]
               select (new HoltWintersShape(isMultiplicative, season.Season, season.Second, hasTrend, true), lambda),
        ];
    }

    private static (IForecastModel Model, double[] Numbers) Learn(
        DemandGrid grid, int known, HoltWintersShape shape, double lambda, ReadOnlySpan<double> guess, int evaluations)
    {
        var scale = BoxCox.Of(grid, known, lambda);
        var skipped = Math.Max(0, known - StepsMax);
        var values = scale.To(grid)[skipped..];
        var start = HoltWintersStart.Of(values, known - skipped, shape);
        var learnt = HoltWintersFit.Of(values[..(known - skipped)], start, guess, evaluations, Guess);
        IForecastModel model = new HoltWintersModel(values, start, start.Shape.Read(learnt));
        return (new RescaledModel(skipped > 0 ? new LaterModel(model, skipped) : model, scale), learnt);
    }

    /// <summary>A model that begins some steps into the series.</summary>
    private sealed class LaterModel(IForecastModel inner, int skipped) : IForecastModel
    {
        public void Predict(int origin, Span<double> horizon) => inner.Predict(Math.Max(0, origin - skipped), horizon);
    }
}
