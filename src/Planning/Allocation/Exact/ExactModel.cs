namespace SageServe.Planning;

/// <summary>
/// An allocation problem as a small program for <see cref="ExactSearch"/>: the same columns as <see cref="AllocationModel"/>, and what
/// makes its relaxation say nearly what whole replicas cost: sums of what counts the same, as whole numbers to decide first.
/// </summary>
internal sealed class ExactModel
{
    /// <summary>Beyond, no program is small enough.</summary>
    private const int PoolsMost = 200;

    /// <summary>Cells of the tableau up to which a node is worth its copy.</summary>
    private const long CellsMost = 60_000;
    private readonly AllocationIndex _index;
    private readonly AllocationProblem _problem;
    private readonly int[] _up;
    private readonly int[] _down;
    private readonly Dictionary<ModelId, double> _units;

    public ExactModel(AllocationIndex index)
    {
        _index = index;
        _problem = index.Problem;
        var columns = _problem.Pools.Length + _problem.Groups.Length;
        _up = new int[columns];
        _down = new int[columns];
        _units = _problem.Pools.GroupBy(p => p.Id.Model).ToDictionary(g => g.Key, g => Math.Max(1e-9, g.Max(p => p.Carries)));
        AddColumns();
        AddGroups();
        AddLimits();
        AddCaps();
        AddSpotLimits();
        AddDemands();
        new ExactFlows(this, index).Add();
        new ExactTotals(this, index).Add();
        Program.ConstantUsd = Enumerable.Range(0, columns).Sum(c => Current(c) * index.RunUsd(c));
    }

    public BoundedProgram Program { get; } = new();

    /// <summary>Whole columns; wide sums are decided first.</summary>
    public List<ExactDecision> Decisions { get; } = [];

    public double Unit(ModelId model) => _units.GetValueOrDefault(model, 1);

    public int Current(int count) => _index.Current(count);

    public int[] Targets(Func<int, double> value) =>
        [.. Enumerable.Range(0, _problem.Pools.Length).Select(i => (int)Math.Round(Current(i) + (_up[i] < 0 ? 0 : value(_up[i])) - (_down[i] < 0 ? 0 : value(_down[i]))))];

    /// <summary>Null where the program is too large for a tableau.</summary>
    public static ExactModel? IfSmall(AllocationIndex index) =>
        index.Pools.Length <= PoolsMost && new ExactModel(index) is { } model && (long)model.Program.Rows * model.Program.Columns <= CellsMost ? model : null;

    /// <summary>Adds a coefficient times what a count changes by.</summary>
    public void Count(int row, int count, double coefficient)
    {
        if (_up[count] >= 0)
        {
            Program.Set(row, _up[count], coefficient);
        }

        if (_down[count] >= 0)
        {
            Program.Set(row, _down[count], -coefficient);
        }
    }

    /// <summary>Coefficients times counts, at least or at most.</summary>
    public int CountRow(double least, double most, IEnumerable<(int Count, double Coefficient)> terms)
    {
        var all = terms.ToList();
        var constant = all.Sum(t => t.Coefficient * Current(t.Count));
        var row = Program.Row(least - constant, most - constant);
        all.ForEach(t => Count(row, t.Count, t.Coefficient));
        return row;
    }

    public (int Min, int Max) Bounds(int count) => count < _problem.Pools.Length
        ? (_problem.Pools[count].Min, _problem.Pools[count].Max)
        : (_problem.Groups[count - _problem.Pools.Length].Min, _problem.Groups[count - _problem.Pools.Length].Max);

    private void AddColumns()
    {
        for (var c = 0; c < _up.Length; c++)
        {
            var (min, max) = Bounds(c);
            var current = Current(c);
            var saves = _index.Scopes.Limits[c].Sum(l => _problem.Limits[l].SwapSavesUsd);
            var (run, start) = (_index.RunUsd(c), _index.StartUsd(c));
            _up[c] = max > current ? Program.Column(Math.Max(0, min - current), max - current, run + start - saves, true) : -1;
            _down[c] = min < current ? Program.Column(Math.Max(0, current - max), current - min, -run, true) : -1;
            foreach (var column in new[] { _up[c], _down[c] }.Where(x => x >= 0))
            {
                Decisions.Add(new ExactDecision(column, ExactDecision.OfPool));
            }
        }
    }

    private void AddGroups()
    {
        for (var g = 0; g < _problem.Groups.Length; g++)
        {
            CountRow(_problem.Groups[g].AwakeElsewhere, double.PositiveInfinity, [(_problem.Pools.Length + g, 1.0), .. _index.Members[g].Select(m => (m, -1.0))]);
        }
    }

    private void AddLimits()
    {
        for (var l = 0; l < _problem.Limits.Length; l++)
        {
            var (limit, holders) = (_problem.Limits[l], _index.Scopes.OfLimit[l]);
            if (limit.Replicas is { } most)
            {
                CountRow(double.NegativeInfinity, most, holders.Select(h => (h, 1.0)));
            }

            if (limit.AcquireUsd + limit.SwapSavesUsd > 0)
            {
                var acquired = Program.Column(0, Math.Max(0, limit.AddedElsewhere + holders.Sum(h => Bounds(h).Max - Current(h))), limit.AcquireUsd + limit.SwapSavesUsd, false);
                var row = Program.Row(limit.AddedElsewhere, double.PositiveInfinity);
                Program.Set(row, acquired, 1);
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
            if (holders.TrueForAll(h => h.Weight == unit))
            {
                most = Math.Floor(most + 1e-9);
            }

            CountRow(double.NegativeInfinity, most, holders.Select(h => (h.Holder, h.Weight / unit)));
        }
    }

    private void AddSpotLimits()
    {
        for (var s = 0; s < _problem.SpotLimits.Length; s++)
        {
            var (limit, unit) = (_problem.SpotLimits[s], Unit(_problem.SpotLimits[s].Model));
            double Share(int i) => _problem.Pools[i].Carries / unit * ((_problem.Pools[i].Id.CapacityType == CapacityType.Spot ? 1 : 0) - limit.MostShare);
            CountRow(double.NegativeInfinity, 0, _index.Demands.Spot[s].Select(i => (i, Share(i))));
        }
    }

    private void AddDemands()
    {
        for (var d = 0; d < _problem.Demands.Length; d++)
        {
            var demand = _problem.Demands[d];
            var unit = Unit(demand.Model);
            CountRow(demand.Required / unit, double.PositiveInfinity, _index.Demands.Pools[d].Select(i => (i, _problem.Pools[i].Carries / unit)));
        }
    }
}
