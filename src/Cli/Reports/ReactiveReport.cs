namespace SageServe.Cli;

/// <summary>The paper's Reactive strategy, simulated on the arrivals of this run.</summary>
internal sealed record ReactiveReport(double GpuHours, double? SloAttainment, double? TtftP95Seconds, int Requests, int Failed);
