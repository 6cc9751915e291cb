namespace SageServe.Planning;

/// <summary>Bands forecast from history.</summary>
/// <param name="history">What came.</param>
/// <param name="end">End of the newest demand.</param>
/// <param name="options">Lengths of steps and windows.</param>
/// <param name="forecaster">How.</param>
/// <param name="memory">Of every load.</param>
internal sealed class LearntBands(DemandHistory history, Instant end, PlanningOptions options, SeriesForecaster forecaster, ForecastMemory memory) : IBandSource
{
    private readonly Dictionary<DemandSeriesId, DemandGrid> _grids = [];
    private readonly Dictionary<DemandSeriesId, DemandGrid> _bins = [];
    private readonly int _binsPerStep = (int)PlanningTimes.BinsPerStep(options);

    public Instant Start => end;

    public IEnumerable<DemandSeriesId> Series => history.Series.Keys;

    public ForecastBand Band(IReadOnlyList<DemandSeriesId> series, ForecastWindow window)
    {
        var load = string.Join("|", series);
        var of = memory.Of(load, forecaster);
        of.Calendar = memory.Calendar.For(series);
        var (study, lost) = (memory.IsTurnOf(load), of.Score.Loses);
        var band = forecaster.Forecast(new LoadSeries(Sum(series, Steps), Sum(series, Bins)), window, options.PlanInterval, of, study);
        memory.Note(study || lost != of.Score.Loses);
        return band;
    }

    public double? Newest(DemandSeriesId series) => Steps(series) is { Length: > 0 } grid && grid.IsPresent(grid.Length - 1) ? grid.Values[^1] : null;

    public int Known(DemandSeriesId series) => Steps(series).CountPresent();

    private static DemandGrid Sum(IReadOnlyList<DemandSeriesId> series, Func<DemandSeriesId, DemandGrid> grid) =>
        series.Count == 1 ? grid(series[0]) : DemandGrid.Sum([.. series.Select(grid)]);

    private DemandGrid Steps(DemandSeriesId series) => Of(_grids, series, _binsPerStep);

    private DemandGrid Bins(DemandSeriesId series) => _binsPerStep == 1 ? Steps(series) : Of(_bins, series, 1);

    private DemandGrid Of(Dictionary<DemandSeriesId, DemandGrid> grids, DemandSeriesId series, int binsPerStep)
    {
        if (!grids.TryGetValue(series, out var grid))
        {
            grids.Add(series, grid = DemandGrid.Of(history, history.Series[series], end, binsPerStep));
        }

        return grid;
    }
}
