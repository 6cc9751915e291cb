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

        void Need(bool holds, string problem) => PlanningOptionsRules.Need(holds, problem, problems);
    }
}
