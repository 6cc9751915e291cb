namespace SageServe.Cli;

internal sealed record HourOfWeekSeries(string Workload, IReadOnlyList<double> Rate);
