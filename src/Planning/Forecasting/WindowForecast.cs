namespace SageServe.Planning;

/// <summary>The planning window that begins this long after the newest demand.</summary>
/// <param name="Lead">What a replica takes to serve.</param>
/// <param name="Length">Length of the window.</param>
/// <param name="Mean">Its mean, tokens a second.</param>
/// <param name="Peak">Its largest bin (a minute, where demand is known by the minute).</param>
internal sealed record WindowForecast(TimeSpan Lead, TimeSpan Length, ForecastQuantiles Mean, ForecastQuantiles Peak);
