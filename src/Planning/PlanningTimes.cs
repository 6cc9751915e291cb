namespace SageServe.Planning;

/// <summary>Periods that follow from the options: an operator may set odd ones, and a demonstration stretches bins and intervals.</summary>
internal static class PlanningTimes
{
    /// <summary>The forecast step in whole demand bins, at least one.</summary>
    public static TimeSpan Step(PlanningOptions options) =>
        options.DemandBin * BinsPerStep(options);

    public static long BinsPerStep(PlanningOptions options) =>
        Math.Max(1, (options.ForecastStep.Ticks + options.DemandBin.Ticks - 1) / options.DemandBin.Ticks);

    /// <summary>How far a plan must look ahead: for the clairvoyant bound, as long as a replica of the model takes to serve, in a co-resident group by the group's own times.</summary>
    public static TimeSpan LeadOf(ServingCatalog catalog, PlanningOptions options, ModelId model) => options.Strategy != PlanningStrategies.Clairvoyant
        ? TimeSpan.Zero
        : catalog.Pools.Where(p => p.Id.Model == model).Select(p => LeadTimes.Told(catalog, p.Id)).DefaultIfEmpty().Max() + options.PaceInterval + options.DemandBin;

    /// <summary>How much of the true future a plan needs; null for a strategy that is no bound. A tick may be an interval late.</summary>
    public static TimeSpan? Future(ServingCatalog catalog, PlanningOptions options) => PlanningStrategies.Find(options.Strategy) is not { NeedsFuture: true }
        ? null
        : options.WindowStart + options.PlanInterval * 2 + Step(options) * 2 + catalog.Models.Max(m => LeadOf(catalog, options, m.Id));

    /// <summary>The paper's 20 minutes are the last third of its interval; a shorter interval keeps that proportion.</summary>
    public static TimeSpan OverrideWindow(PlanningOptions options) =>
        options.OverrideWindow < options.PlanInterval / 3 ? options.OverrideWindow : options.PlanInterval / 3;
}
