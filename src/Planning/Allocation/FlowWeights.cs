using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Flows as advice for routing: shares of what leaves a region.</summary>
internal static class FlowWeights
{
    /// <summary>By model, region and target; a region that sends nothing is not named.</summary>
    public static ImmutableArray<RegionWeight> Of(AllocationProblem problem, ImmutableArray<PlannedFlow> flows)
    {
        var weights = ImmutableArray.CreateBuilder<RegionWeight>();
        foreach (var from in flows.Where(f => f.To != problem.Origins[f.Origin].Region).GroupBy(f => (problem.Origins[f.Origin].Model, problem.Origins[f.Origin].Region)))
        {
            var all = from.Sum(f => f.Rate);
            weights.AddRange(from.GroupBy(f => f.To).Select(to => new RegionWeight(from.Key.Model, from.Key.Region, to.Key, to.Sum(f => f.Rate) / all))
                .Where(w => w.Weight > 1e-6));
        }

        return [.. weights.OrderBy(w => w.Model).ThenBy(w => w.From).ThenByDescending(w => w.Weight).ThenBy(w => w.To)];
    }
}
