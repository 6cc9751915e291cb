namespace SageServe.Gateway;

/// <summary>What came in of one series in the bin that runs.</summary>
internal sealed class DemandTally
{
    public long Requests { get; set; }

    public long PromptTokens { get; set; }

    public long OutputTokens { get; set; }

    public void Clear()
    {
        Requests = 0;
        PromptTokens = 0;
        OutputTokens = 0;
    }

    /// <param name="series">Whose it is.</param>
    /// <param name="start">Start of the bin, envelope time.</param>
    /// <param name="length">Its length, envelope time.</param>
    /// <param name="realSeconds">How long it lasted in request time: rates are per second of that.</param>
    /// <param name="isEmpty">The tally is of an earlier bin.</param>
    public DemandBin ToBin(DemandSeriesId series, Instant start, TimeSpan length, double realSeconds, bool isEmpty) => isEmpty
        ? new DemandBin(series, start, length, 0, 0, 0)
        : new DemandBin(series, start, length, PromptTokens / realSeconds, OutputTokens / realSeconds, Requests / realSeconds);
}
