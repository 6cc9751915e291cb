namespace SageServe.Planning;

/// <summary>What is wrong with the options that belong to one strategy.</summary>
internal static class StrategyOptionsRules
{
    public static void Check(PlanningOptions options, List<string> problems)
    {
        var (reactive, tuned, chiron) = (options.Reactive, options.Tuned, options.Chiron);
        PlanningOptionsRules.Positive(reactive.Interval, "Reactive.Interval", problems);
        Need(reactive.CoolDown >= TimeSpan.Zero, "Reactive.CoolDown must not be negative.");
        PlanningOptionsRules.Positive(tuned.Interval, "Tuned.Interval", problems);
        PlanningOptionsRules.Positive(tuned.Period, "Tuned.Period", problems);
        Need(tuned.TargetLoad is > 0 and <= 1, $"Tuned.TargetLoad {tuned.TargetLoad} must be above 0 and at most 1.");
        Need(tuned.Tolerance is >= 0 and < 1, $"Tuned.Tolerance {tuned.Tolerance} must be within 0..1.");
        Need(tuned.UpWindow >= TimeSpan.Zero && tuned.DownWindow >= TimeSpan.Zero, "Tuned.UpWindow and Tuned.DownWindow must not be negative.");
        Need(tuned.UpPercent >= 0 && tuned.UpPods >= 0 && tuned.UpPercent + tuned.UpPods > 0, "Tuned.UpPercent and Tuned.UpPods must not be negative, nor both 0.");
        Need(tuned.DownPercent is >= 0 and <= 100 && tuned.DownPods >= 0, "Tuned.DownPercent must be within 0..100 and Tuned.DownPods not negative.");
        PlanningOptionsRules.Positive(chiron.Interval, "Chiron.Interval", problems);
        Need(chiron.CoolDown >= TimeSpan.Zero, "Chiron.CoolDown must not be negative.");
        PlanningOptionsRules.Share(chiron.OutAbove, "Chiron.OutAbove", problems);
        PlanningOptionsRules.Share(chiron.MixedAbove, "Chiron.MixedAbove", problems);
        Need(chiron.InBelow >= 0 && chiron.InBelow <= chiron.OutAbove, "Chiron.InBelow must be within 0..OutAbove.");
        Need(chiron.PromptSeconds >= 0 && chiron.DecodeTokensPerSecond > 0, "Chiron.PromptSeconds must not be negative and Chiron.DecodeTokensPerSecond must be positive.");
        Check(options.LeadQuantile, problems);

        void Need(bool holds, string problem) => PlanningOptionsRules.Need(holds, problem, problems);
    }

    private static void Check(LeadQuantileOptions options, List<string> problems)
    {
        PlanningOptionsRules.Positive(options.Interval, "LeadQuantile.Interval", problems);
        PlanningOptionsRules.Positive(options.LevelWindow, "LeadQuantile.LevelWindow", problems);
        PlanningOptionsRules.Positive(options.ErrorMemory, "LeadQuantile.ErrorMemory", problems);
        Need(options.FastMissCost is > 0 and <= 1e6 && options.NormalMissCost is > 0 and <= 1e6, "LeadQuantile.FastMissCost and LeadQuantile.NormalMissCost must be above 0 and at most 1000000.");
        Need(options.PlannedUse is > 0 and <= 1.5, $"LeadQuantile.PlannedUse {options.PlannedUse} must be above 0 and at most 1.5.");
        Need(options.SwingMargin is >= 0 and <= 10, $"LeadQuantile.SwingMargin {options.SwingMargin} must be within 0..10.");
        Need(options.KeepColdStarts is >= 0 and <= 100, $"LeadQuantile.KeepColdStarts {options.KeepColdStarts} must be within 0..100.");
        Need(options.SurgeAbove is > 0 and <= 10, $"LeadQuantile.SurgeAbove {options.SurgeAbove} must be above 0 and at most 10.");
        Need(options.DeadlineUse is > 0 and <= 1 && options.DeadlineShare is > 0 and <= 1, "LeadQuantile.DeadlineUse and LeadQuantile.DeadlineShare must be above 0 and at most 1.");

        void Need(bool holds, string problem) => PlanningOptionsRules.Need(holds, problem, problems);
    }
}
