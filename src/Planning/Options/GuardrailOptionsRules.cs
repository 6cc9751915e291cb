namespace SageServe.Planning;

internal static class GuardrailOptionsRules
{
    public static void Check(GuardrailOptions options, List<string> problems)
    {
        const string Group = nameof(PlanningOptions.Guards) + ":";
        PlanningOptionsRules.Need(
            PauseLevels.Names.Contains(options.Pause),
            $"{Group}Pause '{options.Pause}' is unknown; use one of: {string.Join(", ", PauseLevels.Names)}.", problems);
        PlanningOptionsRules.Need(options.DrainShare is > 0 and <= 1, $"{Group}DrainShare {options.DrainShare} must be above 0 and at most 1.", problems);
        PlanningOptionsRules.Need(options.BudgetGpus is null or >= 0, $"{Group}BudgetGpus {options.BudgetGpus} must not be negative.", problems);
        PlanningOptionsRules.Need(
            options.BudgetUsdPerHour is null or (>= 0 and < double.PositiveInfinity), $"{Group}BudgetUsdPerHour {options.BudgetUsdPerHour} must not be negative.", problems);
        PlanningOptionsRules.Need(options.FlapTurns is >= 0 and <= TurnMemory.Most, $"{Group}FlapTurns {options.FlapTurns} must be within 0..{TurnMemory.Most}.", problems);
        PlanningOptionsRules.Positive(options.FlapWindow, Group + nameof(options.FlapWindow), problems);
        PlanningOptionsRules.Positive(options.FlapHold, Group + nameof(options.FlapHold), problems);
        PlanningOptionsRules.Positive(options.SilentSeries, Group + nameof(options.SilentSeries), problems);
    }
}
