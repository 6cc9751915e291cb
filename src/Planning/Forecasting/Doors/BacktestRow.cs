namespace SageServe.Planning;

/// <summary>One forecast of the planning window's peak, and what came.</summary>
/// <param name="Origin">End of the newest demand known.</param>
/// <param name="Lead">From there to the start of the window.</param>
/// <param name="Peak">Forecast of its largest bin.</param>
/// <param name="Came">Its largest bin.</param>
/// <param name="LastBin">The newest bin at the origin.</param>
/// <param name="LastStep">The newest step's mean at the origin.</param>
public sealed record BacktestRow(Instant Origin, TimeSpan Lead, LoadQuantiles Peak, double Came, double LastBin, double LastStep);
