using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>
/// Rows that say nothing new and let branch and cut end: how many replicas of equal capacity a model has in all regions, as a whole
/// number, and that all of them carry all its demand. Which region has the odd one is a choice among near equals, how many there are
/// is what costs; without the sum the search would try every region for each. And what each region must carry itself, as a row of
/// replicas alone: cuts are found in such rows, not across flows.
/// </summary>
internal sealed class ModelTotals(AllocationModel model, AllocationIndex index)
{
    private readonly AllocationProblem _problem = index.Problem;

    public void Add()
    {
        AddLocal();
        foreach (var flows in index.Flows.Models)
        {
            var pools = flows.Sinks.SelectMany(s => index.Flows.Sinks[s].Pools).Where(i => _problem.Pools[i].Carries > 0).ToList();
            var required = flows.Origins.Sum(o => _problem.Origins[o].Required);
            if (pools.Count < 2 || required <= 0)
            {
                continue;
            }

            var unit = model.Unit(flows.Model);
            var row = model.Solver.MakeConstraint(required / unit, double.PositiveInfinity, $"all_{flows.Model}");
            foreach (var (group, g) in pools.GroupBy(i => (_problem.Pools[i].Carries, _problem.Pools[i].Id.CapacityType)).Select((group, g) => (group, g)))
            {
                row.SetCoefficient(Total([.. group], $"total_{flows.Model}_{g}"), group.Key.Carries / unit);
            }
        }
    }

    private void AddLocal()
    {
        for (var o = 0; o < _problem.Origins.Length; o++)
        {
            var origin = _problem.Origins[o];
            var pools = index.Flows.Arcs[o].Where(a => a.IsLocal).SelectMany(a => index.Flows.Sinks[a.Sink].Pools).ToArray();
            var unit = model.Unit(origin.Model);
            if (origin.LocalShare > 0 && pools.Length > 0)
            {
                double Carries(int i) => _problem.Pools[i].Carries / unit;
                var row = model.Solver.MakeConstraint(
                    origin.LocalShare * origin.Required / unit - pools.Sum(i => Carries(i) * index.Current(i)), double.PositiveInfinity, $"local_{o}");
                Array.ForEach(pools, i => model.Count(row, i, Carries(i)));
            }
        }
    }

    private Variable Total(int[] pools, string name)
    {
        var total = model.Solver.MakeIntVar(pools.Sum(i => _problem.Pools[i].Min), pools.Sum(i => (double)_problem.Pools[i].Max), name);
        var current = pools.Sum(index.Current);
        var row = model.Solver.MakeConstraint(-current, -current, name + "_row");
        row.SetCoefficient(total, -1);
        Array.ForEach(pools, i => model.Count(row, i, 1));
        return total;
    }
}
