namespace SageServe.Cli;

/// <summary>What one run came to.</summary>
/// <param name="TtftP95">Of the interactive streams, seconds; null without one.</param>
/// <param name="Attainment">Of the interactive requests.</param>
/// <param name="InteractiveWork">Replica seconds a second, by the profile, of the interactive requests that were completed.</param>
/// <param name="PatientWork">The same of the patient ones.</param>
internal sealed record InterferenceRun(double? TtftP95, double? Attainment, double InteractiveWork, double PatientWork)
{
    public double? TtftP50 { get; init; }

    public double? TbtP95 { get; init; }

    public int Evicted { get; init; }

    public static InterferenceRun Of(SimulationScenario scenario, ulong seed, CancellationToken stop)
    {
        var report = Simulation.Run(scenario, seed, null, stop);
        var fast = report.Tiers.FirstOrDefault(t => t.Tier == ServiceTier.InteractiveFast.WireName());
        var patient = report.Tiers.FirstOrDefault(t => t.Tier == ServiceTier.NonInteractive.WireName());
        var profile = scenario.Catalog.Document.Profiles.First(p => p.Model == scenario.Catalog.Models[0].Id);
        profile = scenario.Catalog.Document.Profiles.First(p => scenario.Initial is null ? scenario.Catalog.Pools.Any(q => q.InitialReplicas > 0 && q.Id.Model == p.Model && q.Id.Accelerator == p.Accelerator) : p == profile);
        return new InterferenceRun(fast?.TtftSeconds?.P95, fast?.SloAttainment, Work(fast, profile, scenario), Work(patient, profile, scenario))
        {
            TtftP50 = fast?.TtftSeconds?.P50,
            Evicted = report.Evictions,
            TbtP95 = fast?.TbtSeconds?.P95,
        };
    }

    private static double Work(TierReport? tier, ThroughputProfile profile, SimulationScenario scenario) =>
        tier is null ? 0 : profile.WorkSeconds(tier.CompletedPromptTokens, tier.CompletedOutputTokens) / scenario.Duration.TotalSeconds;
}
