namespace SageServe.Planning;

/// <summary>
/// What it costs in an elastic model that a constraint gives way, far above any replica: a region's own share first, then the share
/// of spot, then demand, then budgets, and last what the cloud does not have.
/// </summary>
internal sealed class SlackPrices
{
    private readonly AllocationProblem _problem;
    private readonly Dictionary<ModelId, double> _perToken;
    private readonly double _perReplica;
    private readonly double _perGpu;

    public SlackPrices(AllocationIndex index)
    {
        _problem = index.Problem;
        double Dearest(int pool)
        {
            var holder = index.HolderOf[pool];
            var own = _problem.Pools[pool].RunUsd + _problem.Pools[pool].StartUsd;
            return own + (index.IsMember(pool) ? index.RunUsd(holder) + index.StartUsd(holder) : 0) + index.Scopes.Limits[holder].Sum(l => _problem.Limits[l].AcquireUsd);
        }

        var dearest = Enumerable.Range(0, _problem.Pools.Length).Select(Dearest).ToArray();
        _perToken = _problem.Pools.Select((p, i) => (p.Id.Model, Usd: p.Carries > 0 ? dearest[i] / p.Carries : 0)).GroupBy(p => p.Model)
            .ToDictionary(g => g.Key, g => Math.Max(1e-9, g.Max(p => p.Usd)));
        _perReplica = Math.Max(1e-9, dearest.DefaultIfEmpty(1).Max());
        _perGpu = Math.Max(1e-9, _problem.Pools.Select((p, i) => dearest[i] / Math.Max(1, p.Gpus)).DefaultIfEmpty(1).Max());
    }

    /// <summary>USD for one unit (a token per second, a replica, a GPU, a dollar) that a constraint gives way by.</summary>
    public double Usd(ConstraintFamily family, int subject) => family switch
    {
        ConstraintFamily.LocalShare => 10 * PerToken(_problem.Origins[subject].Model),
        ConstraintFamily.SpotShare => 30 * PerToken(_problem.SpotLimits[subject].Model),
        ConstraintFamily.Demand => 1000 * PerToken(subject < _problem.Demands.Length ? _problem.Demands[subject].Model : _problem.Origins[subject - _problem.Demands.Length].Model),
        ConstraintFamily.MoneyBudget => 3e4,
        ConstraintFamily.GpuBudget => 3e4 * _perGpu,
        ConstraintFamily.Quota => 3e5 * _perGpu,
        _ => 3e5 * _perReplica,
    };

    private double PerToken(ModelId model) => _perToken.GetValueOrDefault(model, 1);
}
