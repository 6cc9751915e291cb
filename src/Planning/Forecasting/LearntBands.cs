namespace SageServe.Planning;

/// <summary>Bands forecast from history.</summary>
internal sealed class LearntBands(DemandHistory history, Instant end, int binsPerStep, SeriesForecaster forecaster) : IBandSource
{
    private readonly Dictionary<DemandSeriesId, DemandGrid> _grids = [];

    public Instant Start => end;

    public IEnumerable<DemandSeriesId> Series => history.Series.Keys;

    public ForecastBand Band(IReadOnlyList<DemandSeriesId> series, ForecastWindow window) => forecaster.Forecast(
        series.Count == 1 ? Grid(series[0]) : DemandGrid.Sum([.. series.Select(Grid)]), window);

    public double? Newest(DemandSeriesId series) => Grid(series) is { Length: > 0 } grid && grid.IsPresent(grid.Length - 1) ? grid.Values[^1] : null;

    public int Known(DemandSeriesId series) => Grid(series).CountPresent();

    private DemandGrid Grid(DemandSeriesId series)
    {
        if (!_grids.TryGetValue(series, out var grid))
        {
            _grids.Add(series, grid = DemandGrid.Of(history, history.Series[series], end, binsPerStep));
        }

        return grid;
    }
}
