namespace SageServe.Cli;

/// <summary>One case in one round.</summary>
/// <param name="Whole">Whole answers, all connections busy.</param>
/// <param name="Stream">Streams, all connections busy.</param>
/// <param name="LowRate">Whole answers, one connection at a fixed low rate.</param>
internal sealed record RoundFigures(PhaseFigures Whole, PhaseFigures Stream, PhaseFigures LowRate);
