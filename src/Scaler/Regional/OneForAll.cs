namespace SageServe.Scaler;

/// <summary>One scaler for all regions: its own facts are all that there are.</summary>
internal sealed class OneForAll : IRegionalView
{
    public Task<TickInput> CompleteAsync(TickInput own, ScheduledTick tick, CancellationToken stop) => Task.FromResult(own);

    public void Keep(ForecastState? kept)
    {
    }
}
