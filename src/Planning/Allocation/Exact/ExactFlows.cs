namespace SageServe.Planning;

/// <summary>
/// Flows with a column less for each origin: what does not leave by another way stays on its first. Origins of the same ways are one.
/// </summary>
internal sealed class ExactFlows(ExactModel model, AllocationIndex index)
{
    private readonly AllocationProblem _problem = index.Problem;

    public void Add()
    {
        var sinks = index.Flows.Sinks.Select((s, i) => (Sink: s, Rows: new List<(int Column, double Coefficient)>(), Need: new double[1])).ToArray();
        foreach (var same in Enumerable.Range(0, _problem.Origins.Length).GroupBy(o => (_problem.Origins[o].Model, string.Join(' ', index.Flows.Arcs[o]))))
        {
            var origins = same.Select(o => _problem.Origins[o]).ToList();
            Add(index.Flows.Arcs[same.First()], model.Unit(same.Key.Model), origins.Sum(o => o.Required), origins.Sum(o => o.Required * o.LocalShare), sinks);
        }

        foreach (var (sink, terms, need) in sinks)
        {
            var unit = model.Unit(sink.Model);
            var row = model.CountRow(need[0], double.PositiveInfinity, sink.Pools.Select(i => (i, _problem.Pools[i].Carries / unit)));
            terms.ForEach(t => model.Program.Set(row, t.Column, t.Coefficient));
        }
    }

    private void Add(FlowArc[] arcs, double unit, double required, double stays, (CapacitySink Sink, List<(int, double)> Terms, double[] Need)[] sinks)
    {
        required /= unit;
        stays /= unit;
        if (arcs.Length == 0)
        {
            // Demand without a way: no plan carries it.
            model.Program.Row(required, double.PositiveInfinity);
            return;
        }

        var first = Math.Max(0, Array.FindIndex(arcs, a => a.IsLocal));
        var local = arcs.Any(a => a.IsLocal);
        model.Program.ConstantUsd += arcs[first].Usd * unit * required;
        sinks[arcs[first].Sink].Need[0] += required;
        var others = new List<int>();
        var away = new List<int>();
        for (var a = 0; a < arcs.Length; a++)
        {
            if (a == first)
            {
                continue;
            }

            var most = local && !arcs[a].IsLocal ? required - stays : required;
            var flow = model.Program.Column(0, Math.Max(0, most), (arcs[a].Usd - arcs[first].Usd) * unit, false);
            others.Add(flow);
            if (!arcs[a].IsLocal)
            {
                away.Add(flow);
            }

            sinks[arcs[a].Sink].Terms.Add((flow, -1));
            sinks[arcs[first].Sink].Terms.Add((flow, 1));
        }

        AtMost(others, local && away.Count == others.Count ? required - stays : required);
        if (local && away.Count < others.Count)
        {
            AtMost(away, required - stays);
        }
    }

    private void AtMost(List<int> flows, double most)
    {
        if (flows.Count > 1)
        {
            var row = model.Program.Row(double.NegativeInfinity, most);
            flows.ForEach(f => model.Program.Set(row, f, 1));
        }
    }
}
