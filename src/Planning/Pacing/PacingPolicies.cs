namespace SageServe.Planning;

/// <summary>The strategies by the name that the options use.</summary>
internal static class PacingPolicies
{
    /// <param name="catalog">What is served.</param>
    /// <param name="options">As in force.</param>
    /// <param name="pools">What is remembered of them.</param>
    public static IPacingPolicy Create(ServingCatalog catalog, PlanningOptions options, PacingMemory pools) => options.Strategy switch
    {
        PlanningStrategies.Static => new StaticPacing(),
        PlanningStrategies.Reactive => new ReactivePacing(options, onPressure: false),
        PlanningStrategies.ReactivePressure => new ReactivePacing(options, onPressure: true),
        PlanningStrategies.ReactiveTuned => new TunedPacing(options.Tuned, pools),
        PlanningStrategies.Chiron => new ChironPacing(catalog, options),
        PlanningStrategies.LtI => new PlannedPacing(PolicyNeeds.Plan),
        PlanningStrategies.LtU => new CappedPacing(options, overrides: false, additions: false, PolicyNeeds.Plan),
        PlanningStrategies.LtUa => new CappedPacing(options, overrides: true, additions: !options.PaperExact, PolicyNeeds.Plan),
        PlanningStrategies.LeadQuantile => new LeadQuantilePacing(catalog, options, pools),
        PlanningStrategies.PerfectMean or PlanningStrategies.PerfectOrdinary => new CappedPacing(options, overrides: true, additions: !options.PaperExact, PolicyNeeds.Plan | PolicyNeeds.Future),
        PlanningStrategies.Clairvoyant => new PlannedPacing(PolicyNeeds.Plan | PolicyNeeds.Future),
        _ => throw new ArgumentException($"Strategy '{options.Strategy}' is unknown.", nameof(options)),
    };
}
