namespace SageServe.Simulator;

/// <summary>The closed receipts of one verdict, added up.</summary>
/// <param name="Verdict">See docs/operating/receipts.md.</param>
/// <param name="Moves">How many.</param>
/// <param name="Replicas">Replicas that they moved.</param>
/// <param name="GpuHours">Paid by starts, or not paid after stops, from the move to the end of what it was decided for.</param>
/// <param name="UnusedGpuHours">Of these, not taken by demand: wasted by starts, saved by stops.</param>
/// <param name="UnusedUsd">The price of those.</param>
public sealed record VerdictReport(string Verdict, int Moves, int Replicas, double GpuHours, double UnusedGpuHours, double UnusedUsd);
