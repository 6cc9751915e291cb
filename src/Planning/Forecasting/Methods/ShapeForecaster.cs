namespace SageServe.Planning;

/// <summary>
/// The shape of earlier seasons at the level of now: the mean of the same time in the last seasons, scaled by how the last hour
/// stood against its own shape. Knows a morning rise before it begins, and a busy week from a quiet one. Where no season has the time, the last value.
/// </summary>
internal sealed class ShapeForecaster(string name, TimeSpan season, int seasons) : IForecaster
{
    private static readonly TimeSpan LevelWindow = TimeSpan.FromHours(1);

    public string Name => name;

    public int StepsNeeded(TimeSpan step) => (int)((season + LevelWindow * 2).Ticks / step.Ticks);

    public IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe) => new Model(grid, grid.Steps(season), seasons, Math.Max(1, grid.Steps(LevelWindow)));

    private sealed class Model(DemandGrid grid, int season, int seasons, int levelSteps) : IForecastModel
    {
        private const double LevelMax = 4;

        public void Predict(int origin, Span<double> horizon)
        {
            double now = 0;
            double shape = 0;
            for (var t = Math.Max(0, origin - levelSteps); t < origin; t++)
            {
                if (grid.IsPresent(t) && Shape(t, origin) is { } value)
                {
                    now += grid.Values[t];
                    shape += value;
                }
            }

            var level = shape > 0 ? Math.Min(LevelMax, now / shape) : 1;
            for (var h = 0; h < horizon.Length; h++)
            {
                horizon[h] = Shape(origin + h, origin) is { } value ? level * value : LastValueForecaster.Before(origin, grid);
            }
        }

        /// <summary>Mean of the same time in the last seasons, its neighbours included; only steps before the origin count.</summary>
        private double? Shape(int t, int origin)
        {
            double sum = 0;
            var count = 0;
            for (var back = 1; back <= seasons; back++)
            {
                for (var near = -1; near <= 1; near++)
                {
                    var past = t - back * season + near;
                    if (past < origin && grid.IsPresent(past))
                    {
                        sum += grid.Values[past];
                        count++;
                    }
                }
            }

            return count > 0 ? sum / count : null;
        }
    }
}
