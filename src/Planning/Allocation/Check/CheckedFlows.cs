using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Whether flows are what they claim: from where demand is, along routes that exist, to capacity that is there.</summary>
internal sealed class CheckedFlows(AllocationProblem problem, IReadOnlyList<int> targets, ImmutableArray<PlannedFlow> flows)
{
    /// <summary>What no plan may say, given way or not.</summary>
    public IEnumerable<string> Faults()
    {
        var room = new Dictionary<(ModelId, RegionId, TierSet), double>();
        for (var i = 0; i < targets.Count; i++)
        {
            var pool = problem.Pools[i];
            var place = (pool.Id.Model, pool.Id.Region, pool.Serves);
            room[place] = room.GetValueOrDefault(place) + targets[i] * pool.Theta * (1 - pool.Risk);
        }

        foreach (var flow in flows)
        {
            var origin = problem.Origins[flow.Origin];
            if (flow.Rate < 0 || (flow.Serves.Bits & origin.Tiers.Bits) == 0 || !origin.Routes.Any(r => r.To == flow.To))
            {
                yield return $"{origin}: a flow of {flow.Rate} to {flow.To} that no route allows.";
            }
        }

        foreach (var into in flows.GroupBy(f => (problem.Origins[f.Origin].Model, f.To, f.Serves)))
        {
            var (sum, most) = (into.Sum(f => f.Rate), room.GetValueOrDefault(into.Key));
            if (sum > most * (1 + 1e-6) + 1e-6)
            {
                yield return $"{into.Key.Model}@{into.Key.To}: flows of {sum} tokens/s into {most}.";
            }
        }
    }

    /// <summary>Demand that is not carried, or not where it must be.</summary>
    public IEnumerable<CheckedBreach> Breaches()
    {
        var sent = flows.ToLookup(f => f.Origin);
        for (var o = 0; o < problem.Origins.Length; o++)
        {
            var origin = problem.Origins[o];
            var all = sent[o].Sum(f => f.Rate);
            var kept = sent[o].Where(f => f.To == origin.Region).Sum(f => f.Rate);
            bool Serves(AllocationPool pool, bool local) => pool.Id.Model == origin.Model && (pool.Serves.Bits & origin.Tiers.Bits) != 0
                && (local ? pool.Id.Region == origin.Region : origin.Routes.Any(r => r.To == pool.Id.Region));
            CheckedBreach[] both =
            [
                new(ConstraintFamily.Demand, origin.ToString(), origin.Required, all, true, "tokens/s") { Mends = p => Serves(p, false) },
                new(ConstraintFamily.LocalShare, origin.ToString(), origin.LocalShare * all, kept, true, "tokens/s") { Mends = p => Serves(p, true) },
            ];
            foreach (var breach in both.SelectMany(b => b.IfAny()))
            {
                yield return breach;
            }
        }
    }

    public double Usd() => flows.Sum(f => f.Rate * (problem.Origins[f.Origin].Routes.FirstOrDefault(r => r.To == f.To)?.Usd ?? 0));
}
