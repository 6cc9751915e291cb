namespace SageServe.Simulator;

public sealed record HourOfWeekSeries(string Workload, IReadOnlyList<double> Rate);
