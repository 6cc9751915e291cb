namespace SageServe.Cli;

/// <summary>The paper's Reactive strategy, simulated on the arrivals of this run. Attainment and TTFT are those of interactive-fast.</summary>
internal sealed record ReactiveReport(double GpuHours, double? SloAttainmentFast, double? TtftP95SecondsFast, int Requests, int Failed, int Actions);
