namespace SageServe.Planning;

/// <summary>Says everything that is wrong with the options, all at once.</summary>
public static class PlanningOptionsRules
{
    public static IReadOnlyList<string> Check(PlanningOptions options)
    {
        var problems = new List<string>();
        OneOf(options.Strategy, PlanningStrategies.All.Select(s => s.Name), nameof(options.Strategy), problems);
        OneOf(options.Signal, PacingSignals.Names, nameof(options.Signal), problems);
        OneOf(options.Forecaster, Forecasters.Names, nameof(options.Forecaster), problems);
        OneOf(options.PlanFor, PlanBases.Interactive, nameof(options.PlanFor), problems);
        OneOf(options.PatientBy, PlanBases.Patient, nameof(options.PatientBy), problems);
        Need(options.ReadySamples is >= 0 and <= PoolStarts.TimesMost, $"ReadySamples {options.ReadySamples} must be within 0..{PoolStarts.TimesMost}.", problems);
        CheckTimes(options, problems);
        CheckShares(options, problems);
        Need(options.MaxStep >= 1, $"MaxStep {options.MaxStep} must be at least 1.", problems);
        Need(options.SolveSeconds is > 0 and <= 600, $"SolveSeconds {options.SolveSeconds} must be within 0..600.", problems);
        Need(options.SolveGap is >= 0 and < 1, $"SolveGap {options.SolveGap} must be within 0..1.", problems);
        GuardrailOptionsRules.Check(options.Guards, problems);
        CheckProgram(options.Program, problems);
        StrategyOptionsRules.Check(options, problems);
        return problems;
    }

    /// <summary>What is wrong for a live scaler: nobody can tell it the future.</summary>
    public static IReadOnlyList<string> CheckLive(PlanningOptions options) =>
    [
        .. Check(options),
        .. PlanningStrategies.Find(options.Strategy) is { NeedsFuture: true }
            ? [$"Strategy '{options.Strategy}' is a bound that knows the demand to come; only a simulation can run it. Use one of: {string.Join(", ", PlanningStrategies.Live)}."]
            : Array.Empty<string>(),
    ];

    private static void CheckProgram(ProgramOptions program, List<string> problems)
    {
        Need(program.NearestRegions is >= 0 and <= 1000, $"Program:NearestRegions {program.NearestRegions} must be within 0..1000.", problems);
        Need(program.SpotShare is >= 0 and <= 1, $"Program:SpotShare {program.SpotShare} must be within 0..1.", problems);
        Need(program.SpotRisk is >= 0 and < 1, $"Program:SpotRisk {program.SpotRisk} must be from 0 to below 1.", problems);
        Need(program.GpuBudget is null or >= 0, "Program:GpuBudget must not be negative.", problems);
        Need(program.UsdPerHourBudget is null or >= 0, "Program:UsdPerHourBudget must not be negative.", problems);
        Need(program.SwapSaves >= TimeSpan.Zero, "Program:SwapSaves must not be negative.", problems);
    }

    private static void CheckTimes(PlanningOptions options, List<string> problems)
    {
        Positive(options.PlanInterval, nameof(options.PlanInterval), problems);
        Positive(options.PaceInterval, nameof(options.PaceInterval), problems);
        Positive(options.DemandBin, nameof(options.DemandBin), problems);
        Positive(options.ForecastStep, nameof(options.ForecastStep), problems);
        Positive(options.StaleAfter, nameof(options.StaleAfter), problems);
        Positive(options.History, nameof(options.History), problems);
        Need(options.StudyEvery >= TimeSpan.Zero, "StudyEvery must not be negative; zero never studies.", problems);
        Need(options.WindowStart >= TimeSpan.Zero, "WindowStart must not be negative.", problems);
        Need(options.CoolDown >= TimeSpan.Zero, "CoolDown must not be negative.", problems);
        Need(options.AcquisitionTime >= TimeSpan.Zero, "AcquisitionTime must not be negative.", problems);
        Positive(options.LoadWindow, nameof(options.LoadWindow), problems);
        Need(options.CapBreakAfter >= TimeSpan.Zero, "CapBreakAfter must not be negative.", problems);
        Need(options.PaceInterval <= options.PlanInterval, "PaceInterval must not be longer than PlanInterval.", problems);
        Need(options.OverrideWindow >= TimeSpan.Zero, "OverrideWindow must not be negative.", problems);
        Need(options.DemandBin <= options.History, "History must hold at least one DemandBin.", problems);
    }

    private static void CheckShares(PlanningOptions options, List<string> problems)
    {
        Share(options.LocalShare, nameof(options.LocalShare), problems);
        Share(options.PatientShare, nameof(options.PatientShare), problems);
        Share(options.RiskShare, nameof(options.RiskShare), problems);
        Share(options.FastQuantile, nameof(options.FastQuantile), problems);
        Share(options.NormalQuantile, nameof(options.NormalQuantile), problems);
        Share(options.ScaleOutAbove, nameof(options.ScaleOutAbove), problems);
        Share(options.ScaleInBelow, nameof(options.ScaleInBelow), problems);
        Share(options.CapBreakAbove, nameof(options.CapBreakAbove), problems);
        Share(options.SettleBelow, nameof(options.SettleBelow), problems);
        Need(options.ClairvoyantUse is > 0 and <= 1, $"ClairvoyantUse {options.ClairvoyantUse} must be above 0 and at most 1.", problems);
        Need(double.IsFinite(options.SwingMargin) && options.SwingMargin >= 0, $"SwingMargin {options.SwingMargin} must be 0 or more.", problems);
        Need(options.TargetUse is > 0 and <= 1, $"TargetUse {options.TargetUse} must be above 0 and at most 1.", problems);
        Need(options.ScaleInBelow < options.ScaleOutAbove, "ScaleInBelow must be less than ScaleOutAbove.", problems);
        Need(options.OverrideLow < options.OverrideHigh, "OverrideLow must be less than OverrideHigh.", problems);
        Need(options.OutputPerPromptDefault is >= 0 and < 1e6, "OutputPerPromptDefault must not be negative.", problems);
    }

    private static void OneOf(string value, IEnumerable<string> known, string name, List<string> problems) =>
        Need(known.Contains(value), $"{name} '{value}' is unknown; use one of: {string.Join(", ", known)}.", problems);

    internal static void Positive(TimeSpan value, string name, List<string> problems) =>
        Need(value > TimeSpan.Zero, $"{name} must be longer than zero.", problems);

    internal static void Share(double value, string name, List<string> problems) =>
        Need(value is >= 0 and <= 1, $"{name} {value} must be within 0..1.", problems);

    internal static void Need(bool holds, string problem, List<string> problems)
    {
        if (!holds)
        {
            problems.Add(problem);
        }
    }
}
