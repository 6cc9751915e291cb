namespace SageServe.Cli;

/// <summary>Which part of a record is tested, and which part before it forecasts are told.</summary>
/// <param name="PastFrom">Where the past begins.</param>
/// <param name="Start">Where it ends and the test begins.</param>
/// <param name="End">End of the test.</param>
internal readonly record struct TestWindow(Instant PastFrom, Instant Start, Instant End)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);

    public TimeSpan Tested => End - Start;

    public TimeSpan Past => Start - PastFrom;

    /// <param name="record">What there is.</param>
    /// <param name="options">What is wanted; a third of what there is stays as the past where that is not said or there is too little.</param>
    public static TestWindow Of(DemandRecord record, BacktestOptions options)
    {
        // Bins may be longer than a minute: none is cut.
        var grid = record.Bins.GroupBy(b => b.Series).Max(DemandRecord.Usual);
        var end = Instant.Earlier(options.Until ?? record.End, record.End).FloorTo(grid);
        var first = record.First;
        var there = end - first;
        if (there < Shortest)
        {
            throw new BadInputException($"{options.Source} holds demand of {DurationText.Short(there > TimeSpan.Zero ? there : TimeSpan.Zero)}{(options.Until is null ? "" : " before --until")}; a backtest needs {DurationText.Short(Shortest)} or more.");
        }

        var tested = options.Days is { } days ? TimeSpan.FromDays(days) : there - (options.HistoryDays is { } kept ? TimeSpan.FromDays(kept) : there / 3);
        if (tested >= there)
        {
            tested = there - (options.HistoryDays == 0 ? TimeSpan.Zero : there / 3);
        }

        if (tested < Shortest)
        {
            throw new BadInputException($"--history-days {options.HistoryDays} leaves nothing to test: {options.Source} holds {DurationText.Short(there)}.");
        }

        var start = Instant.Later(first, (end - tested).FloorTo(grid));
        var past = options.HistoryDays is { } told ? Instant.Later(first, start - TimeSpan.FromDays(told)) : first;
        return new TestWindow(past, start, end);
    }
}
