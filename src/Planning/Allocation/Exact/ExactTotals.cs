namespace SageServe.Planning;

/// <summary>
/// Sums of what counts the same, as whole columns, and rows that only whole replicas keep. A relaxation carries demand with parts of
/// replicas; how many whole ones it takes is nearly all that it is short of the least cost.
/// </summary>
internal sealed class ExactTotals(ExactModel model, AllocationIndex index)
{
    /// <summary>Where less is left over, rounding up says little and its coefficients grow.</summary>
    private const double RestLeast = 0.05;
    private readonly AllocationProblem _problem = index.Problem;

    public void Add()
    {
        foreach (var flows in index.Flows.Models)
        {
            var classes = Classes(flows.Sinks.SelectMany(s => index.Flows.Sinks[s].Pools));
            classes.ForEach(c => Total(c, ExactDecision.OfModel));
            Carry(classes, flows.Origins.Sum(o => _problem.Origins[o].Required), flows.Model);
        }

        foreach (var here in Enumerable.Range(0, _problem.Origins.Length).GroupBy(o => string.Join(' ', LocalSinks(o))))
        {
            var pools = LocalSinks(here.First()).SelectMany(s => index.Flows.Sinks[s].Pools);
            Carry(Classes(pools), here.Sum(o => _problem.Origins[o].Required * _problem.Origins[o].LocalShare), ofAllRegions: null);
        }

        for (var d = 0; d < _problem.Demands.Length; d++)
        {
            Carry(Classes(index.Demands.Pools[d]), _problem.Demands[d].Required, ofAllRegions: null);
        }

        foreach (var alike in Enumerable.Range(0, _problem.Pools.Length).Where(i => _problem.Pools[i].Carries > 0)
            .GroupBy(i => (_problem.Pools[i].Id.Accelerator, _problem.Pools[i].Id.CapacityType)))
        {
            Total([.. alike], ExactDecision.OfAll);
        }
    }

    private IEnumerable<int> LocalSinks(int origin) => index.Flows.Arcs[origin].Where(a => a.IsLocal).Select(a => a.Sink);

    /// <summary>Pools of which each replica carries the same, the strongest first.</summary>
    private List<int[]> Classes(IEnumerable<int> pools) =>
        [.. pools.Where(i => _problem.Pools[i].Carries > 0).GroupBy(i => (_problem.Pools[i].Carries, _problem.Pools[i].Id.CapacityType))
            .OrderByDescending(g => g.Key.Carries).ThenBy(g => g.Key.CapacityType).Select(g => g.ToArray())];

    private void Total(int[] pools, int rank)
    {
        if (pools.Length > 1)
        {
            var total = model.Program.Column(pools.Sum(i => _problem.Pools[i].Min), pools.Sum(i => (double)_problem.Pools[i].Max), 0, true);
            model.Program.Set(model.CountRow(0, 0, pools.Select(i => (i, 1.0))), total, -1);
            model.Decisions.Add(new ExactDecision(total, rank));
        }
    }

    /// <param name="classes">What may carry it.</param>
    /// <param name="required">Prompt tokens per second.</param>
    /// <param name="ofAllRegions">Where the classes are all of a model: its share of spot counts too.</param>
    private void Carry(List<int[]> classes, double required, ModelId? ofAllRegions)
    {
        if (required <= 0 || classes.Count == 0)
        {
            return;
        }

        if (classes.Count > 2)
        {
            Round(classes, required);
            return;
        }

        var strong = classes[0];
        int[] weak = classes.Count > 1 ? classes[1] : [];
        var isBySpot = weak.Length > 0 && IsSpot(weak[0]) && !IsSpot(strong[0]);
        var share = ofAllRegions is { } of && isBySpot ? SpotShare(of) : 1;
        var hull = new CarryHull(required, _problem.Pools[strong[0]].Carries, weak.Length > 0 ? _problem.Pools[weak[0]].Carries : 0, weak.Sum(i => (long)_problem.Pools[i].Max), share);
        foreach (var (least, perStrong, perWeak) in hull.Rows())
        {
            model.CountRow(least, double.PositiveInfinity, [.. strong.Select(i => (i, perStrong)), .. weak.Select(i => (i, perWeak))]);
        }
    }

    /// <summary>
    /// Of more than two classes no hull is drawn. Counted in replicas of one class, the demand is rounded up to whole ones; what another
    /// class carries beyond whole ones counts by how much of the rounding it saves.
    /// </summary>
    private void Round(List<int[]> classes, double required)
    {
        foreach (var unit in classes.Select(c => _problem.Pools[c[0]].Carries).Distinct())
        {
            var (whole, rest) = Parts(required / unit);
            if (rest < RestLeast)
            {
                continue;
            }

            model.CountRow(whole + 1, double.PositiveInfinity, classes.SelectMany(c => c).Select(i =>
            {
                var (full, more) = Parts(_problem.Pools[i].Carries / unit);
                return (i, full + Math.Min(1, more / rest));
            }));
        }
    }

    /// <summary>Whole part and rest; what is whole but for rounding has none.</summary>
    private static (double Whole, double Left) Parts(double value)
    {
        var whole = Math.Floor(value + 1e-9);
        return (whole, Math.Max(0, value - whole));
    }

    private bool IsSpot(int pool) => _problem.Pools[pool].Id.CapacityType == CapacityType.Spot;

    private double SpotShare(ModelId model) => _problem.SpotLimits.Where(s => s.Model == model && s.Region is null).Select(s => s.MostShare).DefaultIfEmpty(1).Min();
}
