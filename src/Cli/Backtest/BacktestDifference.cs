namespace SageServe.Cli;

/// <summary>How a strategy differs from the baseline, in percent of it; seed by seed where the baseline was simulated too.</summary>
internal sealed record BacktestDifference(Estimate? GpuHoursPercent, Estimate? CostPercent);
