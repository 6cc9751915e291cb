using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>The forecast behind a plan, as it is published with it and read again by those who follow it in other regions.</summary>
internal static class PlanCourses
{
    public static ImmutableArray<PlanCourse> Of(DemandForecast forecast) =>
    [
        .. forecast.Models.Select(m => new PlanCourse(
            m.Model,
            m.Start,
            m.Step,
            m.Window.Lead,
            m.Known,
            m.Loses,
            [
                .. m.Curves.OrderBy(c => c.Key.Region?.Value, StringComparer.Ordinal).ThenBy(c => c.Key.Tiers.Bits)
                    .Select(c => new PlanCurve(c.Key.Region, [.. ServiceTiers.All.Where(c.Key.Tiers.Contains)], c.Value.Load, c.Value.Median)),
            ])),
    ];

    /// <summary>A model of the catalog that the plan does not know has no course; a plan of an earlier format has none at all.</summary>
    public static DemandForecast Read(PlanDocument plan, ServingCatalog catalog) =>
        new(plan.Forecasts, [.. catalog.Models.OrderBy(m => m.Id).Select(m => Read(m.Id, plan))]);

    private static ModelForecast Read(ModelId model, PlanDocument plan)
    {
        var course = plan.Courses.FirstOrDefault(c => c.Model == model && c.Step > TimeSpan.Zero);
        var curves = (course?.Curves ?? []).Where(c => !c.Load.IsDefaultOrEmpty && !c.Median.IsDefault).ToList();
        var horizon = curves.Select(c => c.Load.Length).DefaultIfEmpty(0).Min();
        return new ModelForecast
        {
            Model = model,
            Start = course?.Start ?? plan.IssuedAt,
            Step = course?.Step ?? TimeSpan.FromMinutes(1),
            Window = new ForecastWindow(Math.Clamp(course?.Lead ?? 0, 0, Math.Max(0, horizon - 1)), horizon, 1),
            Known = course is { Known: true } && horizon > 0,
            Loses = course is { Loses: true },
            Curves = curves.DistinctBy(Key).ToFrozenDictionary(Key, c => new LoadCurve(c.Load, c.Median)),
        };
    }

    private static (RegionId? Region, TierSet Tiers) Key(PlanCurve curve) => (curve.Region, TierSet.Of(curve.Tiers.IsDefault ? [] : curve.Tiers));
}
