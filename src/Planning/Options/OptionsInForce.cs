namespace SageServe.Planning;

/// <summary>The options as the stages use them: what a strategy sets for itself stands in the general options' place.</summary>
internal static class OptionsInForce
{
    /// <summary>No limit, and small enough to count with.</summary>
    public const int NoStepLimit = 1_000_000;

    public static PlanningOptions Of(PlanningOptions options)
    {
        var told = options.PaperExact ? Paper(options) : options;
        var exact = options.PaperExact || IsBaseline(options.Strategy) ? told with { Swaps = false, Guards = told.Guards with { DrainShare = 1, FlapTurns = 0 } } : told;
        return exact.Strategy switch
        {
            PlanningStrategies.Reactive or PlanningStrategies.ReactivePressure =>
                Paced(exact, exact.Reactive.Interval) with { CoolDown = exact.Reactive.CoolDown },
            PlanningStrategies.ReactiveTuned => Paced(exact, exact.Tuned.Interval) with { CoolDown = TimeSpan.Zero, MaxStep = NoStepLimit },

            // Its hysteresis comes from the cold start.
            PlanningStrategies.LeadQuantile => Paced(exact, exact.LeadQuantile.Interval) with { CoolDown = TimeSpan.Zero },
            PlanningStrategies.Chiron => Paced(exact, exact.Chiron.Interval) with { CoolDown = exact.Chiron.CoolDown },

            // "At once" is what this one means.
            PlanningStrategies.LtI => exact with { CoolDown = TimeSpan.Zero, MaxStep = NoStepLimit },
            PlanningStrategies.Clairvoyant => exact with
            {
                CoolDown = TimeSpan.Zero, MaxStep = NoStepLimit, PlanInterval = exact.PaceInterval, WindowStart = TimeSpan.Zero,
                ForecastStep = exact.DemandBin, TargetUse = exact.ClairvoyantUse, LocalShare = 1, RiskShare = 0, SwingMargin = 0,
                PlanFor = PlanBases.Steps, PatientBy = PlanBases.Share,
            },
            PlanningStrategies.PerfectMean or PlanningStrategies.PerfectOrdinary => exact with { PlanFor = PlanBases.Steps, PatientBy = PlanBases.Share },
            _ => exact,
        };
    }

    private static bool IsBaseline(string strategy) => strategy is PlanningStrategies.Static or PlanningStrategies.Reactive or PlanningStrategies.ReactivePressure
        or PlanningStrategies.ReactiveTuned or PlanningStrategies.Chiron or PlanningStrategies.LtI or PlanningStrategies.Clairvoyant;

    private static PlanningOptions Paced(PlanningOptions options, TimeSpan interval) =>
        options with { PaceInterval = interval < options.PlanInterval ? interval : options.PlanInterval };

    private static PlanningOptions Paper(PlanningOptions options) => options with
    {
        Signal = PacingSignals.Kv,
        Forecaster = Forecasters.Paper,
        ForecastStep = options.DemandBin,
        WindowMeetsNext = false,
        PlanFor = PlanBases.Steps,
        PatientBy = PlanBases.Share,
        RiskShare = 0,
        SwingMargin = 0,
        ForecastDue = false,
        CapBreakAbove = 1,
        SettleBelow = 0,

        // The paper lets any region carry any demand, and knows no spot and no budget.
        Program = new ProgramOptions { NearestRegions = 1000 },
    };
}
