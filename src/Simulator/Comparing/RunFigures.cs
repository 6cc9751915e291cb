using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Simulator;

/// <summary>The numbers of a run that strategies are compared by, always the same ones in the same order.</summary>
public static class RunFigures
{
    public const string GpuHours = "gpu_hours";
    public const string CostUsd = "cost_usd";
    public const string Wasted = "wasted_gpu_hours";
    public const string WastedPaper = "wasted_gpu_hours_paper";
    public const string Idle = "idle_gpu_hours";
    public const string Moves = "moves";

    public static ImmutableArray<Figure> Of(SimulationReport report)
    {
        var figures = ImmutableArray.CreateBuilder<Figure>();
        figures.Add(new(GpuHours, report.GpuHours));
        figures.Add(new(CostUsd, report.Capacity.CostUsd));
        figures.Add(new(Wasted, report.Capacity.WastedGpuHours));
        figures.Add(new(WastedPaper, report.Capacity.WastedGpuHoursPaper));
        figures.Add(new(Idle, report.Capacity.IdleGpuHours));
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
        Receipts(figures, report.Receipts);
        foreach (var tier in report.Tiers)
        {
            Tier(figures, "", tier);
        }

        foreach (var model in report.Pools.Select(p => p.Model.Value).Union(report.Models.Select(m => m.Model)).Order(StringComparer.Ordinal))
        {
            Model(figures, report, model);
        }

        return figures.ToImmutable();
    }

    public static string OfTier(string tier, string figure) => $"tiers.{tier}.{figure}";

    public static string OfModel(string model, string figure) => $"models.{FigurePath.Name(model)}.{figure}";

    /// <summary>Every verdict, those too that were not given: figures are always the same ones.</summary>
    private static void Receipts(ImmutableArray<Figure>.Builder figures, ReceiptsReport? receipts)
    {
        foreach (var verdict in ReceiptVerdicts.All)
        {
            figures.Add(new($"receipts.{verdict.Replace('-', '_')}", receipts?.Verdicts.FirstOrDefault(v => v.Verdict == verdict)?.Moves ?? 0));
        }

        figures.Add(new("receipts.worth_it_share", receipts?.WorthItShare));
    }

    private static void Model(ImmutableArray<Figure>.Builder figures, SimulationReport report, string model)
    {
        var pools = report.Pools.Where(p => p.Model.Value == model).ToList();
        var tiers = report.Models.FirstOrDefault(m => m.Model == model)?.Tiers ?? [];
        void Add(string figure, double? value) => figures.Add(new(OfModel(model, figure), value));
        Add(GpuHours, pools.Sum(p => p.GpuHours));
        Add(CostUsd, pools.Sum(p => p.Capacity.CostUsd));
        Add(Wasted, pools.Sum(p => p.Capacity.WastedGpuHours));
        Add(WastedPaper, pools.Sum(p => p.Capacity.WastedGpuHoursPaper));
        Add(Idle, pools.Sum(p => p.Capacity.IdleGpuHours));
        Add("requests", tiers.Sum(t => (double)t.Requests));
        foreach (var tier in tiers)
        {
            Tier(figures, OfModel(model, ""), tier);
        }
    }

    private static void Tier(ImmutableArray<Figure>.Builder figures, string prefix, TierReport tier)
    {
        var at = prefix + OfTier(tier.Tier, "");
        figures.Add(new(at + "requests", tier.Requests));
        figures.Add(new(at + "pending", tier.Pending));
        figures.Add(new(at + "slo_attainment", tier.SloAttainment));
        figures.Add(new(at + "slo_attainment_fixed", tier.SloAttainmentFixed));
        figures.AddRange(LatencyFigures.Of(at, tier.TtftSeconds, tier.TbtSeconds, tier.E2eSeconds));
    }
}
