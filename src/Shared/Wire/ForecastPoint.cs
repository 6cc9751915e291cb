namespace SageServe.Shared;

/// <summary>One bin of a forecast: median, and the band's lower and upper quantile (5 % and 95 %).</summary>
public readonly record struct ForecastPoint(Instant At, double Median, double Low, double High);
