namespace SageServe.Cli;

internal sealed record HourOfWeekDocument(IReadOnlyList<HourOfWeekSeries> Series);
