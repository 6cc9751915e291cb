using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Where the load should go that a region can't carry itself: where the plan's flows send it. A region that sends nothing when all
/// together have the most may still lack room at its own peak: then to regions with room at the plan's targets, nearest first.
/// Weights are shares of the region's overflow and sum to one where there is enough room.
/// </summary>
internal static class OverflowAdvice
{
    public static ImmutableArray<RegionWeight> Weights(ServingCatalog catalog, PlanDraft draft)
    {
        var weights = ImmutableArray.CreateBuilder<RegionWeight>();
        weights.AddRange(FlowWeights.Of(draft.Problem, draft.Answer.Flows));
        var planned = weights.Select(w => (w.Model, w.From)).ToHashSet();
        foreach (var model in draft.Forecast.Models)
        {
            var balance = Balance(model, draft);
            foreach (var (from, over) in balance.Where(b => b.Value < 0 && !planned.Contains((model.Model, b.Key))).ToList())
            {
                Send(catalog.Region(from), model.Model, -over, balance, weights);
            }
        }

        return weights.ToImmutable();
    }

    /// <summary>Capacity at the targets minus own peak, per region that the catalog knows, prompt tokens per second.</summary>
    private static SortedDictionary<RegionId, double> Balance(ModelForecast model, PlanDraft draft)
    {
        var balance = new SortedDictionary<RegionId, double>();
        foreach (var (pool, target) in draft.Problem.Pools.Zip(draft.Answer.Targets).Where(p => p.First.Id.Model == model.Model))
        {
            balance[pool.Id.Region] = balance.GetValueOrDefault(pool.Id.Region) + target * pool.Theta;
        }

        foreach (var region in balance.Keys.ToList())
        {
            balance[region] -= model.Peak(region, TierSet.All);
        }

        return balance;
    }

    private static void Send(RegionSpec from, ModelId model, double over, SortedDictionary<RegionId, double> balance, ImmutableArray<RegionWeight>.Builder weights)
    {
        var left = over;
        foreach (var to in balance.Where(b => b.Value > 0).OrderBy(b => from.RoundTripTo(b.Key)).ThenBy(b => b.Key).Select(b => b.Key).ToList())
        {
            var sent = Math.Min(left, balance[to]);
            if (sent > over * 1e-6)
            {
                balance[to] -= sent;
                left -= sent;
                weights.Add(new RegionWeight(model, from.Id, to, sent / over));
            }
        }
    }
}
