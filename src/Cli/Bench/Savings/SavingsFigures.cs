using System.Collections.Immutable;

namespace SageServe.Cli;

/// <summary>What one run came to.</summary>
/// <param name="GpuHours">Of the run, cold starts included.</param>
/// <param name="Wasted">GPU-hours paid for and not serving: start-up and drain.</param>
/// <param name="Starts">Replicas started.</param>
/// <param name="Tiers">By tier.</param>
internal sealed record SavingsFigures(double GpuHours, double Wasted, double Starts, ImmutableSortedDictionary<string, SavingsTier> Tiers)
{
    /// <summary>The least of the tiers; 1 where nobody asked.</summary>
    public double Attainment => Tiers.Values.Where(t => t.Requests > 0).Select(t => t.Attainment).DefaultIfEmpty(1).Min();

    public static SavingsFigures Of(SimulationReport report) => new(
        report.GpuHours,
        report.WastedGpuHours,
        report.Capacity.ScaleOuts,
        report.Tiers.Where(t => t.SloAttainment is not null).ToImmutableSortedDictionary(t => t.Tier, t => new SavingsTier(t.Requests, t.SloAttainment!.Value), StringComparer.Ordinal));

    /// <summary>Several runs of one setting as one: means, and attainment over all their requests.</summary>
    public static SavingsFigures Mean(IReadOnlyCollection<SavingsFigures> runs) => new(
        runs.Average(r => r.GpuHours),
        runs.Average(r => r.Wasted),
        runs.Average(r => r.Starts),
        runs.SelectMany(r => r.Tiers).GroupBy(t => t.Key, StringComparer.Ordinal).ToImmutableSortedDictionary(
            g => g.Key, g => new SavingsTier(g.Sum(t => t.Value.Requests), g.Sum(t => t.Value.Requests * t.Value.Attainment) / Math.Max(1, g.Sum(t => t.Value.Requests))), StringComparer.Ordinal));
}
