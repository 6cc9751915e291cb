using System.Collections.Immutable;
using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>Rows and columns of the allocation problem in the solver.</summary>
internal sealed class IlpModel
{
    private readonly Solver _solver;
    private readonly AllocationProblem _problem;
    private readonly Variable[] _deltas;

    public IlpModel(Solver solver, AllocationProblem problem)
    {
        _solver = solver;
        _problem = problem;
        _deltas = new Variable[problem.Pools.Length];
        solver.Objective().SetMinimization();
        for (var i = 0; i < _deltas.Length; i++)
        {
            AddPool(i);
        }
    }

    public void AddLimits()
    {
        for (var l = 0; l < _problem.Limits.Length; l++)
        {
            var limit = _problem.Limits[l];
            var current = Held(limit).Sum(i => _problem.Pools[i].Current);
            if (limit.Replicas is { } most)
            {
                var room = _solver.MakeConstraint(double.NegativeInfinity, most - current, $"room_{l}");
                foreach (var i in Held(limit))
                {
                    room.SetCoefficient(_deltas[i], 1);
                }
            }

            if (limit.AcquireUsd > 0)
            {
                AtLeastSum($"acquired_{l}", Held(limit), limit.AcquireUsd);
            }
        }
    }

    public void AddDemands(bool soft)
    {
        for (var d = 0; d < _problem.Demands.Length; d++)
        {
            var demand = _problem.Demands[d];
            var pools = Enumerable.Range(0, _deltas.Length).Where(i => demand.IsServedBy(_problem.Pools[i]) && _problem.Pools[i].Theta > 0).ToArray();
            if (pools.Length == 0)
            {
                continue;
            }

            // Rows are counted in replicas of the strongest pool, so that coefficients stay near one.
            var unit = pools.Max(i => _problem.Pools[i].Theta);
            var carried = pools.Sum(i => _problem.Pools[i].Theta * _problem.Pools[i].Current);
            var row = _solver.MakeConstraint((demand.Required - carried) / unit, double.PositiveInfinity, $"demand_{d}");
            foreach (var i in pools)
            {
                row.SetCoefficient(_deltas[i], _problem.Pools[i].Theta / unit);
            }

            if (soft)
            {
                var slack = _solver.MakeNumVar(0, double.PositiveInfinity, $"slack_{d}");
                row.SetCoefficient(slack, 1);
                _solver.Objective().SetCoefficient(slack, IlpAllocation.SlackUsd(_problem, demand) * unit);
            }
        }
    }

    /// <summary>The answer: what each pool has plus its change.</summary>
    public ImmutableArray<int> Targets() =>
        [.. _deltas.Select((delta, i) => _problem.Pools[i].Current + (int)Math.Round(delta.SolutionValue()))];

    private void AddPool(int i)
    {
        var pool = _problem.Pools[i];
        _deltas[i] = _solver.MakeIntVar(pool.Min - pool.Current, pool.Max - pool.Current, $"delta_{i}");
        _solver.Objective().SetCoefficient(_deltas[i], pool.RunUsd);
        if (pool.StartUsd > 0)
        {
            AtLeastSum($"started_{i}", [i], pool.StartUsd);
        }
    }

    /// <summary>A variable that is max(0, sum of changes): at least both, and its price keeps it from being more.</summary>
    private void AtLeastSum(string name, IEnumerable<int> pools, double usd)
    {
        var positive = _solver.MakeNumVar(0, double.PositiveInfinity, name);
        _solver.Objective().SetCoefficient(positive, usd);
        var row = _solver.MakeConstraint(0, double.PositiveInfinity, $"{name}_row");
        row.SetCoefficient(positive, 1);
        foreach (var i in pools)
        {
            row.SetCoefficient(_deltas[i], -1);
        }
    }

    private IEnumerable<int> Held(RegionLimit limit) => Enumerable.Range(0, _deltas.Length).Where(i => limit.Holds(_problem.Pools[i]));
}
