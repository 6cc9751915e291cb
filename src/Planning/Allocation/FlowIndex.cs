namespace SageServe.Planning;

/// <summary>Where each pool's capacity goes in, and the ways of each origin. Empty where no demand travels.</summary>
internal sealed class FlowIndex
{
    public FlowIndex(AllocationProblem problem)
    {
        var sinks = new List<CapacitySink>();
        SinkOf = new int[problem.Pools.Length];
        Array.Fill(SinkOf, -1);
        var models = problem.Origins.Select(o => o.Model).ToHashSet();
        foreach (var group in problem.Pools.Select((p, i) => (Pool: p, Index: i)).Where(p => models.Contains(p.Pool.Id.Model))
            .GroupBy(p => (p.Pool.Id.Model, p.Pool.Id.Region, p.Pool.Serves)))
        {
            int[] pools = [.. group.Select(p => p.Index)];
            foreach (var pool in pools)
            {
                SinkOf[pool] = sinks.Count;
            }

            sinks.Add(new CapacitySink(group.Key.Model, group.Key.Region, group.Key.Serves, pools));
        }

        Sinks = [.. sinks];
        var places = sinks.Select((s, i) => (s, i)).ToLookup(s => (s.s.Model, s.s.Region));
        Arcs = [.. problem.Origins.Select(o => Ways(o, places))];
        Models = [.. problem.Origins.Select((o, i) => (o.Model, i)).GroupBy(o => o.Model).OrderBy(g => g.Key).Select(
            g => new FlowModel(g.Key, [.. g.Select(o => o.i)], [.. Enumerable.Range(0, Sinks.Length).Where(s => Sinks[s].Model == g.Key)]))];
    }

    public CapacitySink[] Sinks { get; }

    /// <summary>By pool; -1 for a model of which no demand travels.</summary>
    public int[] SinkOf { get; }

    /// <summary>Of each origin, in the order of its routes.</summary>
    public FlowArc[][] Arcs { get; }

    /// <summary>Each model's part, apart from all others.</summary>
    public FlowModel[] Models { get; }

    private static FlowArc[] Ways(OriginDemand origin, ILookup<(ModelId, RegionId), (CapacitySink Sink, int Index)> places) =>
        [.. from route in origin.Routes
            from sink in places[(origin.Model, route.To)]
            where sink.Sink.Serves.Overlaps(origin.Tiers)
            select new FlowArc(sink.Index, route.To == origin.Region, route.Usd)];
}
