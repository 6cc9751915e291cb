namespace SageServe.Simulator;

/// <summary>
/// What of a backtest can be changed by a dotted path, as of a scenario; the load comes from the record. Shells are slower by default than a
/// live gateway's, because a record is days long.
/// </summary>
internal sealed record BacktestDocument : RunSettings
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    public BacktestDocument() => Intervals = new IntervalSection { Scrape = Period, Release = Period, Progress = Period };
}
