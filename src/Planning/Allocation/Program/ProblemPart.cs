using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Some models' part of a problem while the others' targets stand: what those use of limits, caps and groups is taken off.</summary>
/// <param name="Problem">The part.</param>
/// <param name="Pools">Index of each of its pools in the whole.</param>
internal sealed record ProblemPart(AllocationProblem Problem, int[] Pools)
{
    public static ProblemPart Of(AllocationIndex index, ReadOnlySpan<int> targets, HashSet<ModelId> models)
    {
        var whole = index.Problem;
        int[] pools = [.. Enumerable.Range(0, whole.Pools.Length).Where(i => models.Contains(whole.Pools[i].Id.Model))];
        var held = index.Held(targets);
        var mine = new bool[held.Length];
        foreach (var pool in pools)
        {
            mine[index.HolderOf[pool]] = true;
        }

        var problem = whole with
        {
            Pools = [.. pools.Select(i => whole.Pools[i])],
            Demands = [.. whole.Demands.Where(d => models.Contains(d.Model))],
            Origins = [.. whole.Origins.Where(o => models.Contains(o.Model))],
            SpotLimits = [.. whole.SpotLimits.Where(s => models.Contains(s.Model))],
            Groups = Groups(index, targets.ToArray(), models, mine),
            Limits = Limits(index, held, mine),
            Caps = Caps(index, held, mine),
        };
        return new ProblemPart(problem, pools);
    }

    private static ImmutableArray<AllocationGroup> Groups(AllocationIndex index, int[] targets, HashSet<ModelId> models, bool[] mine) =>
        [.. index.Problem.Groups.Select((g, i) => (Group: g, Index: i)).Where(g => mine[index.Problem.Pools.Length + g.Index]).Select(g => g.Group with
        {
            AwakeElsewhere = g.Group.AwakeElsewhere + index.Members[g.Index].Where(m => !models.Contains(index.Problem.Pools[m].Id.Model)).Sum(m => targets[m]),
        })];

    private static ImmutableArray<RegionLimit> Limits(AllocationIndex index, int[] held, bool[] mine)
    {
        var limits = ImmutableArray.CreateBuilder<RegionLimit>();
        for (var l = 0; l < index.Problem.Limits.Length; l++)
        {
            var (limit, holders) = (index.Problem.Limits[l], index.Scopes.OfLimit[l]);
            if (holders.Exists(h => mine[h]))
            {
                var others = holders.Where(h => !mine[h]).ToList();
                limits.Add(limit with
                {
                    Replicas = limit.Replicas - others.Sum(h => held[h]),
                    AddedElsewhere = limit.AddedElsewhere + others.Sum(h => held[h] - index.Current(h)),
                });
            }
        }

        return limits.ToImmutable();
    }

    private static ImmutableArray<AllocationCap> Caps(AllocationIndex index, int[] held, bool[] mine)
    {
        var caps = ImmutableArray.CreateBuilder<AllocationCap>();
        for (var c = 0; c < index.Problem.Caps.Length; c++)
        {
            var holders = index.Scopes.OfCap[c];
            if (holders.Exists(h => mine[h.Holder]))
            {
                var cap = index.Problem.Caps[c];
                caps.Add(cap with { Most = cap.Most - holders.Where(h => !mine[h.Holder]).Sum(h => held[h.Holder] * h.Weight) });
            }
        }

        return caps.ToImmutable();
    }
}
