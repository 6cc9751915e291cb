using SageServe.Simulator;

namespace SageServe.Cli;

/// <summary>How the reference's figures are read from a run.</summary>
internal static class PaperFigures
{
    /// <summary>GPUs of one of its instances.</summary>
    private const double GpusPerInstance = 8;

    public static Func<ComparisonRun, double?> InstanceHours(params string[] models) =>
        run => Of(run, models).Sum(p => p.GpuHours) / GpusPerInstance;

    /// <summary>As the paper counts them: events times the time that such a start takes.</summary>
    public static Func<ComparisonRun, double?> WastedInstanceHours(params string[] models) =>
        run => Of(run, models).Sum(p => p.Capacity.WastedGpuHoursPaper) / GpusPerInstance;

    /// <summary>Interactive tiers of one model together; p90 as the reference's notebooks have it.</summary>
    public static Func<ComparisonRun, double?> Ttft90(string model) => run => Merged(run, model, t => t.Ttft);

    public static Func<ComparisonRun, double?> E2e90(string model) => run => Merged(run, model, t => t.E2e);

    /// <summary>Share of the tier's requests that missed their fixed target, refusals included.</summary>
    public static Func<ComparisonRun, double?> Violations(string tier) =>
        run => 1 - run.Value(RunFigures.OfTier(tier, "slo_attainment_fixed"));

    public static Func<ComparisonRun, double?> Figure(string path) => run => run.Value(path);

    private static IEnumerable<PoolReport> Of(ComparisonRun run, string[] models) =>
        run.Pools.Where(p => models.Length == 0 || models.Any(m => p.Pool.StartsWith(m + "@", StringComparison.Ordinal) || p.Pool.StartsWith(m + "/", StringComparison.Ordinal)));

    private static double? Merged(ComparisonRun run, string model, Func<TierReport, QuantileSketch> sketch)
    {
        var sum = new QuantileSketch();
        foreach (var tier in run.Models.Where(m => m.Model == model).SelectMany(m => m.Tiers).Where(t => t.Tier.StartsWith("interactive", StringComparison.Ordinal)))
        {
            sum.Merge(sketch(tier));
        }

        return sum.Count > 0 ? sum.At(0.90) : null;
    }
}
