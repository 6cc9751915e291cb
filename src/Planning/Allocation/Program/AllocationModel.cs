using System.Collections.Immutable;
using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>
/// Columns and rows of an allocation problem in a solver. A replica added and a replica removed are two columns, so that what a start
/// costs needs no row. Capacity is counted in replicas of a model's strongest pool, so that coefficients stay near one.
/// </summary>
internal sealed class AllocationModel
{
    private readonly Solver _solver;
    private readonly Objective _objective;
    private readonly AllocationIndex _index;
    private readonly AllocationProblem _problem;
    private readonly bool _isWhole;
    private readonly Variable?[] _up;
    private readonly Variable?[] _down;
    private readonly Dictionary<ModelId, double> _units;

    /// <param name="solver">Empty; takes the model.</param>
    /// <param name="index">The problem.</param>
    /// <param name="isWhole">True: replicas are whole; false: the relaxation.</param>
    /// <param name="isElastic">True: every constraint may give way at a price.</param>
    public AllocationModel(Solver solver, AllocationIndex index, bool isWhole, bool isElastic)
    {
        _solver = solver;
        _objective = solver.Objective();
        _objective.SetMinimization();
        _index = index;
        _problem = index.Problem;
        _isWhole = isWhole;
        var columns = index.Pools.Length + _problem.Groups.Length;
        _up = new Variable?[columns];
        _down = new Variable?[columns];
        _units = _problem.Pools.GroupBy(p => p.Id.Model).ToDictionary(g => g.Key, g => Math.Max(1e-9, g.Max(p => p.Carries)));
        Rows = [];
        Slack = isElastic ? new SlackPrices(index) : null;
        AddColumns();
        AddGroups();
        AddLimits();
        AddCaps();
        AddSpotLimits();
        AddDemands();
        new FlowModelRows(this, index).Add();
        if (isWhole && !isElastic)
        {
            new ModelTotals(this, index).Add();
        }

        _objective.SetOffset(ConstantUsd());
    }

    /// <summary>Rows that a price or a concession can be told of.</summary>
    public List<ModelRow> Rows { get; }

    /// <summary>Null where nothing gives way.</summary>
    public SlackPrices? Slack { get; }

    public Solver Solver => _solver;

    /// <summary>Prompt tokens per second that count as one.</summary>
    public double Unit(ModelId model) => _units.GetValueOrDefault(model, 1);

    /// <summary>The answer, whole or not.</summary>
    public double[] Values() => [.. Enumerable.Range(0, _problem.Pools.Length).Select(i =>
        _problem.Pools[i].Current + (_up[i]?.SolutionValue() ?? 0) - (_down[i]?.SolutionValue() ?? 0))];

    public ImmutableArray<int> Targets() => [.. Values().Select(v => (int)Math.Round(v))];

    /// <summary>Tells the solver a plan to begin with.</summary>
    public void Hint(ReadOnlySpan<int> targets)
    {
        var (variables, values) = (new List<Variable>(), new List<double>());
        var counts = Counts(targets);
        for (var c = 0; c < counts.Length; c++)
        {
            var change = counts[c] - Current(c);
            Note(_up[c], Math.Max(0, change));
            Note(_down[c], Math.Max(0, -change));
        }

        using var hinted = new MPVariableVector(variables);
        _solver.SetHint(hinted, [.. values]);

        void Note(Variable? variable, double value)
        {
            if (variable is not null)
            {
                variables.Add(variable);
                values.Add(value);
            }
        }
    }

    /// <summary>Holds every count where it is: what is left are flows.</summary>
    public void Fix(ReadOnlySpan<int> targets)
    {
        var counts = Counts(targets);
        for (var c = 0; c < counts.Length; c++)
        {
            var change = counts[c] - Current(c);
            _up[c]?.SetBounds(Math.Max(0, change), Math.Max(0, change));
            _down[c]?.SetBounds(Math.Max(0, -change), Math.Max(0, -change));
        }
    }

    public Variable Amount(double least, string name, double usd)
    {
        var variable = _solver.MakeNumVar(least, double.PositiveInfinity, name);
        if (usd != 0)
        {
            _objective.SetCoefficient(variable, usd);
        }

        return variable;
    }

    /// <summary>A row; in an elastic model it may give way downward or upward at the price of its family.</summary>
    public Constraint Row(double least, double most, ConstraintFamily family, int subject, double unit)
    {
        var row = _solver.MakeConstraint(least, most, $"{family}_{subject}");
        Rows.Add(new ModelRow(row, null, family, subject, unit));
        if (Slack is not null)
        {
            var slack = Amount(0, $"slack_{family}_{subject}", Slack.Usd(family, subject) * unit);
            row.SetCoefficient(slack, double.IsFinite(most) && !double.IsFinite(least) ? -1 : 1);
        }

        return row;
    }

    /// <summary>Adds the count of a pool or group times a coefficient to a row whose bounds lack the constant part.</summary>
    public void Count(Constraint row, int column, double coefficient)
    {
        if (_up[column] is { } up)
        {
            row.SetCoefficient(up, coefficient);
        }

        if (_down[column] is { } down)
        {
            row.SetCoefficient(down, -coefficient);
        }
    }

    private int Current(int column) => _index.Current(column);

    private int[] Counts(ReadOnlySpan<int> targets)
    {
        var counts = new int[_up.Length];
        targets.CopyTo(counts);
        for (var g = 0; g < _problem.Groups.Length; g++)
        {
            counts[targets.Length + g] = _index.Units(g, targets);
        }

        return counts;
    }

    private double ConstantUsd() => Enumerable.Range(0, _up.Length).Sum(c => Current(c) * _index.RunUsd(c));

    private void AddColumns()
    {
        for (var i = 0; i < _problem.Pools.Length; i++)
        {
            AddColumn(i, _problem.Pools[i].Min, _problem.Pools[i].Max, $"p{i}");
        }

        for (var g = 0; g < _problem.Groups.Length; g++)
        {
            AddColumn(_problem.Pools.Length + g, _problem.Groups[g].Min, _problem.Groups[g].Max, $"g{g}");
        }
    }

    private void AddColumn(int column, int min, int max, string name)
    {
        var current = Current(column);
        var saves = _index.Scopes.Limits[column].Sum(l => _problem.Limits[l].SwapSavesUsd);
        if (max > current)
        {
            var up = _solver.MakeVar(Math.Max(0, min - current), max - current, _isWhole, $"up_{name}");
            _up[column] = up;
            _objective.SetCoefficient(up, _index.RunUsd(column) + _index.StartUsd(column) - saves);
        }

        if (min < current)
        {
            var down = _solver.MakeVar(Math.Max(0, current - max), current - min, _isWhole, $"down_{name}");
            _down[column] = down;
            _objective.SetCoefficient(down, -_index.RunUsd(column));
        }
    }

    private void AddGroups()
    {
        for (var g = 0; g < _problem.Groups.Length; g++)
        {
            var (column, members) = (_problem.Pools.Length + g, _index.Members[g]);
            var row = _solver.MakeConstraint(
                _problem.Groups[g].AwakeElsewhere + members.Sum(Current) - Current(column), double.PositiveInfinity, $"awake_{g}");
            Count(row, column, 1);
            members.ForEach(m => Count(row, m, -1));
        }
    }

    private void AddLimits()
    {
        for (var l = 0; l < _problem.Limits.Length; l++)
        {
            var (limit, holders) = (_problem.Limits[l], _index.Scopes.OfLimit[l]);
            if (limit.Replicas is { } most)
            {
                var row = Row(double.NegativeInfinity, most - holders.Sum(Current), ConstraintFamily.Capacity, l, 1);
                holders.ForEach(h => Count(row, h, 1));
            }

            if (limit.AcquireUsd + limit.SwapSavesUsd > 0)
            {
                // At least what is net new, and at least nothing; its price keeps it from being more.
                var acquired = Amount(0, $"acquired_{l}", limit.AcquireUsd + limit.SwapSavesUsd);
                var row = _solver.MakeConstraint(limit.AddedElsewhere, double.PositiveInfinity, $"acquired_{l}_row");
                row.SetCoefficient(acquired, 1);
                holders.ForEach(h => Count(row, h, -1));
            }
        }
    }

    private void AddCaps()
    {
        for (var c = 0; c < _problem.Caps.Length; c++)
        {
            var (cap, holders) = (_problem.Caps[c], _index.Scopes.OfCap[c]);
            var unit = Math.Max(1e-9, holders.Select(h => h.Weight).DefaultIfEmpty(1).Max());
            var most = cap.Most / unit;
            if (_isWhole && Slack is null && holders.TrueForAll(h => h.Weight == unit))
            {
                // Where all count the same, a part of one more is of no use.
                most = Math.Floor(most + 1e-9);
            }

            var row = Row(double.NegativeInfinity, most - holders.Sum(h => h.Weight / unit * Current(h.Holder)), cap.Family, c, unit);
            holders.ForEach(h => Count(row, h.Holder, h.Weight / unit));
        }
    }

    private void AddSpotLimits()
    {
        for (var s = 0; s < _problem.SpotLimits.Length; s++)
        {
            var (limit, unit) = (_problem.SpotLimits[s], Unit(_problem.SpotLimits[s].Model));
            double Share(int i) => _problem.Pools[i].Carries / unit * ((_problem.Pools[i].Id.CapacityType == CapacityType.Spot ? 1 : 0) - limit.MostShare);
            var pools = _index.Demands.Spot[s];
            var row = Row(double.NegativeInfinity, -pools.Sum(i => Share(i) * Current(i)), ConstraintFamily.SpotShare, s, unit);
            Array.ForEach(pools, i => Count(row, i, Share(i)));
        }
    }

    private void AddDemands()
    {
        for (var d = 0; d < _problem.Demands.Length; d++)
        {
            var (demand, pools) = (_problem.Demands[d], _index.Demands.Pools[d]);
            if (pools.Length > 0)
            {
                var unit = Unit(demand.Model);
                double Carries(int i) => _problem.Pools[i].Carries / unit;
                var row = Row(demand.Required / unit - pools.Sum(i => Carries(i) * Current(i)), double.PositiveInfinity, ConstraintFamily.Demand, d, unit);
                Array.ForEach(pools, i => Count(row, i, Carries(i)));
            }
        }
    }
}
