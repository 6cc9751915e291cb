using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>The numbers of a run that strategies are compared by, always the same ones in the same order.</summary>
public static class RunFigures
{
    public const string GpuHours = "gpu_hours";
    public const string CostUsd = "cost_usd";
    public const string Wasted = "wasted_gpu_hours";
    public const string WastedPaper = "wasted_gpu_hours_paper";
    public const string Moves = "moves";

    public static ImmutableArray<Figure> Of(SimulationReport report)
    {
        var figures = ImmutableArray.CreateBuilder<Figure>();
        figures.Add(new(GpuHours, report.GpuHours));
        figures.Add(new(CostUsd, report.Capacity.CostUsd));
        figures.Add(new(Wasted, report.Capacity.WastedGpuHours));
        figures.Add(new(WastedPaper, report.Capacity.WastedGpuHoursPaper));
        figures.Add(new("idle_gpu_hours", report.Capacity.IdleGpuHours));
        figures.Add(new("donated_gpu_hours", report.Capacity.DonatedGpuHours));
        figures.Add(new(Moves, report.Actions.Count));
        figures.Add(new("replicas_started", report.Capacity.ScaleOuts));
        figures.Add(new("replicas_stopped", report.Capacity.ScaleIns));
        figures.Add(new("replicas_lost", report.Capacity.Lost));
        figures.Add(new("requests", report.Requests));
        figures.Add(new("completed", report.Completed));
        figures.Add(new("failed", report.Failed));
        figures.Add(new("pending", report.Pending));
        figures.Add(new("retried", report.Retried));
        foreach (var tier in report.Tiers)
        {
            Tier(figures, tier);
        }

        return figures.ToImmutable();
    }

    public static string OfTier(string tier, string figure) => $"tiers.{tier}.{figure}";

    private static void Tier(ImmutableArray<Figure>.Builder figures, TierReport tier)
    {
        void Add(string figure, double? value) => figures.Add(new(OfTier(tier.Tier, figure), value));
        Add("requests", tier.Requests);
        Add("pending", tier.Pending);
        Add("slo_attainment", tier.SloAttainment);
        Add("slo_attainment_fixed", tier.SloAttainmentFixed);
        foreach (var (name, quantiles) in new[] { ("ttft_seconds", tier.TtftSeconds), ("tbt_seconds", tier.TbtSeconds), ("e2e_seconds", tier.E2eSeconds) })
        {
            Add(name + ".p50", quantiles?.P50);
            Add(name + ".p95", quantiles?.P95);
            Add(name + ".p99", quantiles?.P99);
        }
    }
}
