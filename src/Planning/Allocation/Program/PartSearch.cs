namespace SageServe.Planning;

/// <summary>
/// A large plan made better a few models at a time: all others stay, what they leave of every limit is theirs, and branch and cut
/// looks for less. The models whose plans lie farthest above the relaxation come first.
/// </summary>
/// <param name="index">The whole problem.</param>
/// <param name="engine">For whole replicas.</param>
/// <param name="relaxed">Replicas per pool in the relaxation.</param>
/// <param name="targets">The plan to begin with; made better in place.</param>
/// <param name="poolsOfPart">Pools of a part, as whole models.</param>
internal sealed class PartSearch(AllocationIndex index, string engine, double[] relaxed, int[] targets, int poolsOfPart = PartSearch.PoolsOfPart)
{
    private const int PoolsOfPart = 400;
    private const int RoundsMax = 4;
    private const double SecondsOfPart = 2;
    private const double Gap = 0.001;

    /// <param name="secondsLeft">Asked before each part.</param>
    /// <param name="isGoodEnough">Asked with the cost.</param>
    /// <param name="usd">Cost of the plan to begin with.</param>
    public int[] Improve(Func<double> secondsLeft, Func<double, bool> isGoodEnough, double usd)
    {
        for (var round = 0; round < RoundsMax; round++)
        {
            var before = usd;
            foreach (var part in Parts(shift: round))
            {
                if (secondsLeft() is var left && (left < 0.05 || isGoodEnough(usd)))
                {
                    return targets;
                }

                usd -= Improve(part, Math.Min(left, SecondsOfPart * (1 + round)));
            }

            if (before - usd <= 1e-9 * usd)
            {
                break;
            }
        }

        return targets;
    }

    /// <summary>Models in groups, those farthest above the relaxation first; another cut each round, so that others meet.</summary>
    private IEnumerable<HashSet<ModelId>> Parts(int shift)
    {
        var models = index.Problem.Pools.Select((p, i) => (p.Id.Model, Usd: (targets[i] - relaxed[i]) * (p.RunUsd + index.RunUsd(index.HolderOf[i]))))
            .GroupBy(p => p.Model).Select(g => (Model: g.Key, Usd: g.Sum(p => p.Usd), Pools: g.Count())).OrderByDescending(m => m.Usd).ThenBy(m => m.Model).ToList();
        var part = new HashSet<ModelId>();
        var pools = shift * poolsOfPart / 2 % poolsOfPart;
        foreach (var model in models)
        {
            if (part.Count > 0 && pools + model.Pools > poolsOfPart)
            {
                yield return part;
                (part, pools) = ([], 0);
            }

            part.Add(model.Model);
            pools += model.Pools;
        }

        yield return part;
    }

    /// <summary>What was saved.</summary>
    private double Improve(HashSet<ModelId> models, double seconds)
    {
        var part = ProblemPart.Of(index, targets, models);
        var sub = new AllocationIndex(part.Problem);
        var now = part.Pools.Select(i => targets[i]).ToArray();
        var before = sub.CostUsd(now) + FlowPlan.Of(sub, now).Usd;
        var whole = WholeProgram.Solve(sub, engine, seconds, Gap, now);
        if (whole is null || whole.Targets.IsEmpty)
        {
            return 0;
        }

        var found = GreedyAllocation.Answer(sub, whole.Targets.AsSpan(), IlpAllocation.Name, isShort: false);
        if (found.Report.Objective >= before || AllocationChecker.Check(part.Problem, found).Count > 0)
        {
            return 0;
        }

        for (var i = 0; i < part.Pools.Length; i++)
        {
            targets[part.Pools[i]] = found.Targets[i];
        }

        return before - found.Report.Objective;
    }
}
