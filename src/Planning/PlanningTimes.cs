namespace SageServe.Planning;

/// <summary>Periods that follow from the options: an operator may set odd ones, and a demonstration stretches bins and intervals.</summary>
internal static class PlanningTimes
{
    /// <summary>The forecast step in whole demand bins, at least one.</summary>
    public static TimeSpan Step(PlanningOptions options) =>
        options.DemandBin * BinsPerStep(options);

    public static long BinsPerStep(PlanningOptions options) =>
        Math.Max(1, (options.ForecastStep.Ticks + options.DemandBin.Ticks - 1) / options.DemandBin.Ticks);

    /// <summary>The paper's 20 minutes are the last third of its interval; a shorter interval keeps that proportion.</summary>
    public static TimeSpan OverrideWindow(PlanningOptions options) =>
        options.OverrideWindow < options.PlanInterval / 3 ? options.OverrideWindow : options.PlanInterval / 3;
}
