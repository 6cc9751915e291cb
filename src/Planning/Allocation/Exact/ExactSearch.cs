namespace SageServe.Planning;

/// <summary>
/// Branch and bound on a small program, to the last cent: the sums that cost most are decided first, then what has raised the bound
/// most. What it proves is proven by <see cref="SafeBound"/>; what it finds is costed and checked by who asked.
/// </summary>
internal sealed class ExactSearch
{
    /// <summary>Relaxations after which another way of searching is worth its start; a count, so that every machine stops at the same one.</summary>
    private const int NodesMost = 2000;

    private const long OpenCells = 16_000_000;
    private const int PivotsMost = 2000;
    private const double Whole = 1e-7;
    private const double Tie = 1e-8;
    private readonly ExactModel _model;
    private readonly BoundedProgram _program;
    private readonly SafeBound _safe;
    private readonly BranchGains _gains;
    private readonly OpenNodes _open;
    private readonly double[] _prices;
    private readonly Func<int[], double?> _offer;
    private readonly double _gap;
    private double _best;
    private double _bound = double.PositiveInfinity;

    /// <param name="model">The problem.</param>
    /// <param name="best">Cost of the best plan so far; null: there is none.</param>
    /// <param name="gap">Relative gap at which it may stop.</param>
    /// <param name="offer">Takes targets; gives the cost of the best plan so far.</param>
    public ExactSearch(ExactModel model, double? best, double gap, Func<int[], double?> offer)
    {
        (_model, _program, _gap, _offer) = (model, model.Program, gap, offer);
        _best = best ?? model.Program.DearestUsd;
        _safe = new SafeBound(_program);
        _gains = new BranchGains(_program.Columns);
        _open = new OpenNodes((int)Math.Max(16, OpenCells / Math.Max(1, (long)_program.Rows * _program.Columns)));
        _prices = new double[_program.Rows];
    }

    /// <summary>Relaxations solved.</summary>
    public int Nodes { get; private set; }

    /// <summary>What no plan beats; above every plan where none is.</summary>
    public double Bound => Math.Min(_best, Math.Min(_bound, _open.Least));

    /// <summary>True when nothing is left to search.</summary>
    public bool IsDone { get; private set; }

    private double Cutoff => _best - Math.Max(_gap, Tie) * Math.Abs(_best);

    /// <param name="isOver">Asked at each node.</param>
    public void Run(Func<bool> isOver)
    {
        Visit(new DualSimplex(_program), double.NegativeInfinity);
        while (Nodes < NodesMost && !isOver())
        {
            if (!_open.TryTake(out var node))
            {
                IsDone = true;
                return;
            }

            if (node.Bound >= Cutoff)
            {
                _bound = Math.Min(_bound, node.Bound);
            }
            else
            {
                Branch(node.Simplex, node.Bound);
            }
        }
    }

    private void Branch(DualSimplex simplex, double bound)
    {
        var column = Choose(simplex);
        if (column < 0)
        {
            _best = Math.Min(_best, _offer(_model.Targets(simplex.Value)) ?? _best);
            _bound = Math.Min(_bound, bound);
            return;
        }

        var value = simplex.Value(column);
        var floor = Math.Floor(value);
        var high = simplex.Copy();
        simplex.Bound(column, simplex.Lower[column], floor);
        high.Bound(column, floor + 1, high.Upper[column]);
        _gains.Learn(column, isUp: false, Visit(simplex, bound) - bound, value - floor);
        _gains.Learn(column, isUp: true, Visit(high, bound) - bound, floor + 1 - value);
    }

    /// <summary>Solves a relaxation and keeps it open where a better plan may be in it; its bound, at most the cutoff.</summary>
    private double Visit(DualSimplex simplex, double inherited)
    {
        Nodes++;
        var cutoff = Cutoff;
        var end = simplex.Solve(cutoff - _program.ConstantUsd + 1e-6 * Math.Abs(cutoff), PivotsMost);
        simplex.Prices(_prices, end == SimplexEnd.Infeasible ? 3 * (1 + Math.Abs(cutoff)) / simplex.Stuck.By : 0);
        var proven = _safe.Of(_prices, simplex.Lower, simplex.Upper);
        var bound = Math.Max(inherited, proven);
        if (bound >= cutoff)
        {
            _bound = Math.Min(_bound, bound);
            return cutoff;
        }

        if (end != SimplexEnd.Infeasible)
        {
            Tighten(simplex, proven, cutoff);
        }

        _open.Add(simplex, bound);
        return bound;
    }

    /// <summary>A whole column that costs too much this far from its bound does not go there.</summary>
    private void Tighten(DualSimplex simplex, double bound, double cutoff)
    {
        for (var j = 0; j < _program.Columns; j++)
        {
            var reduced = _safe.Reduced[j];
            var (lower, upper) = (simplex.Lower[j], simplex.Upper[j]);
            if (!_program.IsWhole(j) || Math.Abs(reduced) < 1e-9 || lower == upper)
            {
                continue;
            }

            var most = Math.Floor((cutoff - bound) / Math.Abs(reduced) + 1e-6);
            if (most < upper - lower)
            {
                simplex.Bound(j, reduced > 0 ? lower : upper - most, reduced > 0 ? lower + most : upper);
            }
        }
    }

    private int Choose(DualSimplex simplex)
    {
        var (best, rank, score) = (-1, int.MaxValue, 0.0);
        foreach (var decision in _model.Decisions)
        {
            var value = simplex.Value(decision.Column);
            if (decision.Rank > rank || Math.Abs(value - Math.Round(value)) <= Whole)
            {
                continue;
            }

            var s = _gains.Score(decision.Column, value - Math.Floor(value));
            if (decision.Rank < rank || s > score)
            {
                (best, rank, score) = (decision.Column, decision.Rank, s);
            }
        }

        return best;
    }
}
