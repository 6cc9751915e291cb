namespace SageServe.Cli;

/// <summary>One point of a series. NaN as <paramref name="Y"/> breaks a line.</summary>
/// <param name="X">In the units of the x axis.</param>
/// <param name="Y">In the units of the y axis; the upper edge of areas and bands.</param>
/// <param name="Low">Lower edge of areas and bands.</param>
internal readonly record struct ChartPoint(double X, double Y, double Low = 0);
