namespace SageServe.Simulator;

public sealed record HourOfWeekDocument(IReadOnlyList<HourOfWeekSeries> Series);
