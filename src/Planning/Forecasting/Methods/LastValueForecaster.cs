namespace SageServe.Planning;

/// <summary>Tomorrow is like this minute: the last step that is there. The baseline that every other method has to beat.</summary>
internal sealed class LastValueForecaster : IForecaster
{
    public const string MethodName = "last-value";

    public string Name => MethodName;

    public int StepsNeeded(TimeSpan step) => 1;

    public IForecastModel Fit(DemandGrid grid, int known, ForecastRecipe? recipe) => new Model(grid);

    /// <summary>The last step before the origin that is there; 0 when none is.</summary>
    public static double Before(int origin, DemandGrid grid)
    {
        var last = origin - 1;
        while (last > 0 && !grid.IsPresent(last))
        {
            last--;
        }

        return last >= 0 ? grid.Values[last] : 0;
    }

    private sealed class Model(DemandGrid grid) : IForecastModel
    {
        public void Predict(int origin, Span<double> horizon) => horizon.Fill(Before(origin, grid));
    }
}
