using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>What a plan does not keep, measured on the plan itself: whoever made it, and whatever its search took for given.</summary>
internal static class ConcessionList
{
    public static ImmutableArray<Concession> Of(AllocationIndex index, ReadOnlySpan<int> targets, ImmutableArray<PlannedFlow> flows)
    {
        var all = new ConcessionBuilder(index);
        var held = index.Held(targets);
        AddHardware(index, held, all);
        AddSpot(index, targets, all);
        AddDemand(index, targets, flows, all);
        return all.ToImmutable();
    }

    private static void AddHardware(AllocationIndex index, int[] held, ConcessionBuilder all)
    {
        var problem = index.Problem;
        for (var l = 0; l < problem.Limits.Length; l++)
        {
            all.Add(ConstraintFamily.Capacity, l, problem.Limits[l].Replicas ?? double.PositiveInfinity, index.Scopes.OfLimit[l].Sum(h => held[h]));
        }

        for (var c = 0; c < problem.Caps.Length; c++)
        {
            all.Add(problem.Caps[c].Family, c, problem.Caps[c].Most, index.Scopes.OfCap[c].Sum(h => held[h.Holder] * h.Weight));
        }
    }

    private static void AddSpot(AllocationIndex index, ReadOnlySpan<int> targets, ConcessionBuilder all)
    {
        var problem = index.Problem;
        for (var s = 0; s < problem.SpotLimits.Length; s++)
        {
            var (spot, counted) = (0.0, 0.0);
            foreach (var i in index.Demands.Spot[s])
            {
                var carries = targets[i] * problem.Pools[i].Carries;
                counted += carries;
                spot += problem.Pools[i].Id.CapacityType == CapacityType.Spot ? carries : 0;
            }

            all.Add(ConstraintFamily.SpotShare, s, problem.SpotLimits[s].MostShare * counted, spot);
        }
    }

    private static void AddDemand(AllocationIndex index, ReadOnlySpan<int> targets, ImmutableArray<PlannedFlow> flows, ConcessionBuilder all)
    {
        var problem = index.Problem;
        for (var d = 0; d < problem.Demands.Length; d++)
        {
            double carried = 0;
            foreach (var i in index.Demands.Pools[d])
            {
                carried += targets[i] * problem.Pools[i].Carries;
            }

            all.Add(ConstraintFamily.Demand, d, problem.Demands[d].Required, carried, isLeast: true);
        }

        var (sent, kept) = (new double[problem.Origins.Length], new double[problem.Origins.Length]);
        foreach (var flow in flows)
        {
            sent[flow.Origin] += flow.Rate;
            kept[flow.Origin] += flow.To == problem.Origins[flow.Origin].Region ? flow.Rate : 0;
        }

        for (var o = 0; o < problem.Origins.Length; o++)
        {
            var origin = problem.Origins[o];
            all.Add(ConstraintFamily.Demand, problem.Demands.Length + o, origin.Required, sent[o], isLeast: true);
            all.Add(ConstraintFamily.LocalShare, o, origin.LocalShare * sent[o], kept[o], isLeast: true);
        }
    }
}
