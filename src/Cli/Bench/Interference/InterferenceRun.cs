using System.Text.Json.Serialization;

namespace SageServe.Cli;

/// <summary>What one run came to.</summary>
/// <param name="TtftP95Seconds">Of the interactive streams; null without one.</param>
/// <param name="TbtP95Seconds">Of the same, mean time between tokens of each.</param>
/// <param name="Attainment">Of the interactive requests.</param>
/// <param name="InteractiveWork">Replica seconds a second, by the profile, of the interactive requests that were completed.</param>
/// <param name="PatientWork">The same of the patient ones.</param>
/// <param name="Evictions">Patient requests that gave way while they ran.</param>
internal sealed record InterferenceRun(double? TtftP95Seconds, double? TbtP95Seconds, double? Attainment, double InteractiveWork, double PatientWork, int Evictions)
{
    /// <summary>Patient work over what is idle: what the replicas can do less what interactive work uses. Zero before capacity is known.</summary>
    public double IdleShareUsed { get; init; }

    [JsonIgnore]
    public double AllWork => InteractiveWork + PatientWork;

    public static InterferenceRun Of(SimulationScenario scenario, ulong seed, IProgress<SimulationProgress> progress, CancellationToken stop)
    {
        var report = Simulation.Run(scenario, seed, progress, stop);
        var fast = report.Tiers.FirstOrDefault(t => t.Tier == ServiceTier.InteractiveFast.WireName());
        var patient = report.Tiers.FirstOrDefault(t => t.Tier == ServiceTier.NonInteractive.WireName());
        var seconds = scenario.Duration.TotalSeconds;
        return new InterferenceRun(
            fast?.TtftSeconds?.P95, fast?.TbtSeconds?.P95, fast?.SloAttainment, Work(fast, scenario.Catalog) / seconds, Work(patient, scenario.Catalog) / seconds, report.Evictions);
    }

    private static double Work(TierReport? tier, ServingCatalog catalog) =>
        tier is null ? 0 : Profile(catalog).WorkSeconds(tier.CompletedPromptTokens, tier.CompletedOutputTokens);

    /// <summary>Of the pool that serves.</summary>
    public static ThroughputProfile Profile(ServingCatalog catalog)
    {
        var pool = catalog.Pools.First(p => p.InitialReplicas > 0).Id;
        return catalog.FindProfile(pool.Model, pool.Accelerator)!;
    }
}
