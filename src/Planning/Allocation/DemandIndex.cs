namespace SageServe.Planning;

/// <summary>Which pools serve each demand that does not travel, and which limits of spot each pool counts in.</summary>
internal sealed class DemandIndex
{
    public DemandIndex(AllocationProblem problem)
    {
        var models = problem.Pools.Select((p, i) => (Pool: p, Index: i)).ToLookup(p => p.Pool.Id.Model);
        OfPool = [.. problem.Pools.Select(_ => new List<int>(2))];
        SpotOfPool = [.. problem.Pools.Select(_ => new List<int>(1))];
        Pools = [.. problem.Demands.Select(d => (int[])[.. models[d.Model].Where(p => p.Pool.Carries > 0 && d.IsServedBy(p.Pool)).Select(p => p.Index)])];
        Spot = [.. problem.SpotLimits.Select(s => (int[])[.. models[s.Model].Where(p => s.Holds(p.Pool)).Select(p => p.Index)])];
        Invert(Pools, OfPool);
        Invert(Spot, SpotOfPool);
    }

    /// <summary>Of each demand.</summary>
    public int[][] Pools { get; }

    /// <summary>Demands of each pool.</summary>
    public List<int>[] OfPool { get; }

    /// <summary>Pools of each limit of spot.</summary>
    public int[][] Spot { get; }

    /// <summary>Limits of spot of each pool.</summary>
    public List<int>[] SpotOfPool { get; }

    private static void Invert(int[][] from, List<int>[] to)
    {
        for (var i = 0; i < from.Length; i++)
        {
            foreach (var pool in from[i])
            {
                to[pool].Add(i);
            }
        }
    }
}
