namespace SageServe.Scaler;

/// <summary>Completes a tick's own facts by what other regions tell, and by what this process may do.</summary>
internal interface IRegionalView
{
    Task<TickInput> CompleteAsync(TickInput own, ScheduledTick tick, CancellationToken stop);

    /// <summary>What was kept of forecasts and starts; peers are told of the latter.</summary>
    void Keep(ForecastState? kept);
}
