using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// What is left for patient work in each deployment: the capacity of the plan's targets minus the interactive forecast. Until a start
/// can serve, only what stands counts; the low end of the band takes it that nothing is started and that the load comes at the high
/// end of its own.
/// </summary>
internal static class HeadroomAdvice
{
    public static ImmutableArray<HeadroomForecast> Of(ServingCatalog catalog, PlanningOptions options, LeadTimes leads, Instant now, PlanDraft draft)
    {
        var all = ImmutableArray.CreateBuilder<HeadroomForecast>();
        foreach (var model in draft.Forecast.Models.Where(m => m.Known))
        {
            foreach (var region in draft.Problem.Pools.Where(p => p.Id.Model == model.Model).Select(p => p.Id.Region).Distinct())
            {
                var pools = draft.Problem.Pools.Zip(draft.Answer.Targets).Where(p => p.First.Id.Model == model.Model && p.First.Id.Region == region).ToList();
                if (Series(catalog, options, leads, now, model, region, pools) is { } series)
                {
                    all.Add(series);
                }
            }
        }

        return all.ToImmutable();
    }

    /// <summary>Null where no pool may serve patient work, or nothing is forecast.</summary>
    private static HeadroomForecast? Series(
        ServingCatalog catalog, PlanningOptions options, LeadTimes leads, Instant now, ModelForecast model, RegionId region, List<(AllocationPool Pool, int Target)> pools)
    {
        var patient = pools.Where(p => p.Pool.Serves.HasPatient).ToList();
        if (patient.Count == 0 || !model.Curves.TryGetValue((region, TierSet.All), out var curve) || curve.Interactive.IsEmpty)
        {
            return null;
        }

        // Prompt tokens a second become replicas of the first hardware, as the work of a line is reckoned.
        var first = catalog.Document.Profiles.First(p => p.Model == model.Model).Accelerator;
        var unit = (patient.Find(p => p.Pool.Id.Accelerator == first) is { Pool: { } named } ? named : patient[0].Pool).Theta / options.TargetUse;
        var apart = pools.Where(p => !p.Pool.Serves.HasPatient).ToList();
        var coldStart = patient.Max(p => leads.Longest(p.Pool.Id));
        var points = ImmutableArray.CreateBuilder<ForecastPoint>(curve.Interactive.Length);
        foreach (var load in curve.Interactive)
        {
            var starts = load.At >= now + coldStart;
            points.Add(new ForecastPoint(
                load.At,
                Left(options, patient, apart, starts, load.Median) / unit,
                Left(options, patient, apart, starts: false, load.High) / unit,
                Left(options, patient, apart, starts, load.Low) / unit));
        }

        return new HeadroomForecast(new DeploymentId(model.Model, region), model.Step, points.MoveToImmutable());
    }

    /// <summary>Prompt tokens a second. Pools that patient work may not use take interactive load first.</summary>
    private static double Left(
        PlanningOptions options, List<(AllocationPool Pool, int Target)> patient, List<(AllocationPool Pool, int Target)> apart, bool starts, double load) =>
        Math.Max(0, Capacity(options, patient, starts) - Math.Max(0, load - Capacity(options, apart, starts)));

    private static double Capacity(PlanningOptions options, List<(AllocationPool Pool, int Target)> pools, bool starts) =>
        pools.Sum(p => (starts ? p.Target : Math.Min(p.Pool.Current, p.Target)) * p.Pool.Theta / options.TargetUse);
}
