namespace SageServe.Planning;

/// <summary>The same time one season ago (a day or a week), or further seasons back where that step is absent; the last value where no season has it.</summary>
internal sealed class SeasonalNaiveForecaster(string name, TimeSpan season) : IForecaster
{
    public string Name => name;

    public int StepsNeeded(TimeSpan step) => (int)(season.Ticks / step.Ticks);

    public IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe) => new Model(grid, grid.Steps(season));

    private sealed class Model(DemandGrid grid, int season) : IForecastModel
    {
        public void Predict(int origin, Span<double> horizon)
        {
            for (var h = 0; h < horizon.Length; h++)
            {
                var past = origin + h - season;
                while (past >= 0 && (past >= origin || !grid.IsPresent(past)))
                {
                    past -= season;
                }

                horizon[h] = past >= 0 ? grid.Values[past] : LastValueForecaster.Before(origin, grid);
            }
        }
    }
}
