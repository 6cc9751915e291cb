using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>Flows in the model: a column for each way, a row for what each origin sends, what it keeps, and what each sink takes.</summary>
internal sealed class FlowModelRows(AllocationModel model, AllocationIndex index)
{
    private readonly AllocationProblem _problem = index.Problem;

    public void Add()
    {
        var sinks = index.Flows.Sinks.Select(Sink).ToArray();
        for (var o = 0; o < _problem.Origins.Length; o++)
        {
            AddOrigin(o, sinks);
        }
    }

    /// <summary>Capacity less what flows in is not negative.</summary>
    private Constraint Sink(CapacitySink sink, int s)
    {
        var unit = model.Unit(sink.Model);
        double Carries(int i) => _problem.Pools[i].Carries / unit;
        var row = model.Solver.MakeConstraint(-sink.Pools.Sum(i => Carries(i) * _problem.Pools[i].Current), double.PositiveInfinity, $"sink_{s}");
        Array.ForEach(sink.Pools, i => model.Count(row, i, Carries(i)));
        return row;
    }

    private void AddOrigin(int o, Constraint[] sinks)
    {
        var (origin, arcs) = (_problem.Origins[o], index.Flows.Arcs[o]);
        var unit = model.Unit(origin.Model);
        var stays = origin.Required * origin.LocalShare / unit;
        var mayBound = model.Slack is null && arcs.Count(a => a.IsLocal) == 1;
        var sent = model.Row(origin.Required / unit, origin.Required / unit, ConstraintFamily.Demand, _problem.Demands.Length + o, unit);
        var kept = mayBound || stays == 0 ? null : model.Row(stays, double.PositiveInfinity, ConstraintFamily.LocalShare, o, unit);
        for (var a = 0; a < arcs.Length; a++)
        {
            // With one way home its least flow is a bound, which costs the solver no row.
            var flow = model.Amount(mayBound && arcs[a].IsLocal ? stays : 0, $"flow_{o}_{a}", arcs[a].Usd * unit);
            sent.SetCoefficient(flow, 1);
            sinks[arcs[a].Sink].SetCoefficient(flow, -1);
            if (arcs[a].IsLocal)
            {
                if (mayBound && stays > 0)
                {
                    model.Rows.Add(new ModelRow(null, flow, ConstraintFamily.LocalShare, o, unit));
                }

                kept?.SetCoefficient(flow, 1);
            }
        }
    }
}
