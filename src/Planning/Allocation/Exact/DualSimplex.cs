using System.Numerics;

namespace SageServe.Planning;

/// <summary>
/// Dual simplex with bounds on a dense tableau: the relaxation of a small program, made again after a bound moved in a few pivots.
/// Nothing here is a proof: rounding adds up over pivots. What its prices prove is for <see cref="SafeBound"/> to say.
/// </summary>
internal sealed class DualSimplex
{
    private const double Feasible = 1e-9;
    private const double Pivot = 1e-8;
    private readonly int _rows;
    private readonly int _columns;
    private readonly double[] _tableau;
    private readonly int[] _basic;
    private readonly int[] _nonbasic;
    private readonly int[] _place;
    private readonly double[] _reduced;
    private readonly double[] _basicValue;
    private readonly double[] _value;
    private readonly double[] _lower;
    private readonly double[] _upper;

    public DualSimplex(BoundedProgram program)
    {
        (_rows, _columns) = (program.Rows, program.Columns);
        _tableau = new double[_rows * _columns];
        _basic = [.. Enumerable.Range(_columns, _rows)];
        _nonbasic = [.. Enumerable.Range(0, _columns)];
        _place = [.. Enumerable.Range(0, _columns).Select(j => ~j), .. Enumerable.Range(0, _rows)];
        _reduced = [.. Enumerable.Range(0, _columns).Select(program.Usd)];
        _lower = [.. Enumerable.Range(0, _columns).Select(program.Lower), .. Enumerable.Range(0, _rows).Select(program.RowLower)];
        _upper = [.. Enumerable.Range(0, _columns).Select(program.Upper), .. Enumerable.Range(0, _rows).Select(program.RowUpper)];
        _value = [.. Enumerable.Range(0, _columns).Select(j => _reduced[j] >= 0 ? _lower[j] : _upper[j])];
        _basicValue = new double[_rows];
        for (var i = 0; i < _rows; i++)
        {
            foreach (var (column, coefficient) in program.Terms(i))
            {
                _tableau[i * _columns + column] += coefficient;
                _basicValue[i] += coefficient * _value[column];
            }
        }
    }

    private DualSimplex(DualSimplex other)
    {
        (_rows, _columns) = (other._rows, other._columns);
        _tableau = (double[])other._tableau.Clone();
        _basic = (int[])other._basic.Clone();
        _nonbasic = (int[])other._nonbasic.Clone();
        _place = (int[])other._place.Clone();
        _reduced = (double[])other._reduced.Clone();
        _basicValue = (double[])other._basicValue.Clone();
        _value = (double[])other._value.Clone();
        _lower = (double[])other._lower.Clone();
        _upper = (double[])other._upper.Clone();
    }

    public long Pivots { get; private set; }

    /// <summary>By column, then by row.</summary>
    public ReadOnlySpan<double> Lower => _lower;

    public ReadOnlySpan<double> Upper => _upper;

    public double Usd
    {
        get
        {
            double usd = 0;
            for (var j = 0; j < _columns; j++)
            {
                usd += _reduced[j] * _value[j];
            }

            return usd;
        }
    }

    public DualSimplex Copy() => new(this);

    public double Value(int variable) => _place[variable] < 0 ? _value[~_place[variable]] : _basicValue[_place[variable]];

    /// <summary>What the cost grows by when a variable leaves its bound; 0 for one that is at none.</summary>
    public double Reduced(int variable) => _place[variable] < 0 ? _reduced[~_place[variable]] : 0;

    public void Bound(int variable, double lower, double upper)
    {
        (_lower[variable], _upper[variable]) = (lower, upper);
        if (_place[variable] is var at and < 0)
        {
            Move(~at, Math.Clamp(_value[~at], lower, upper) - _value[~at]);
        }
    }

    /// <summary>Pivots until all bounds are kept, none can be, the cost passes <paramref name="cutoff"/>, or there were too many.</summary>
    /// <returns>True when solved.</returns>
    public SimplexEnd Solve(double cutoff, int most)
    {
        for (var step = 0; step < most; step++)
        {
            var leaving = Leaving();
            if (leaving < 0)
            {
                return SimplexEnd.Solved;
            }

            if (step % 8 == 7 && Usd > cutoff)
            {
                return SimplexEnd.PastCutoff;
            }

            var rise = _basicValue[leaving] < _lower[_basic[leaving]];
            var entering = Entering(leaving, rise);
            if (entering < 0)
            {
                Stuck = (leaving, rise, rise ? _lower[_basic[leaving]] - _basicValue[leaving] : _basicValue[leaving] - _upper[_basic[leaving]]);
                return SimplexEnd.Infeasible;
            }

            Exchange(leaving, entering, rise ? _lower[_basic[leaving]] : _upper[_basic[leaving]]);
            Pivots++;
        }

        return SimplexEnd.GaveUp;
    }

    /// <summary>The row that nothing can mend, after <see cref="SimplexEnd.Infeasible"/>.</summary>
    public (int Row, bool Rises, double By) Stuck { get; private set; }

    /// <summary>Price of each row of the program, with <paramref name="ray"/> times the row that is stuck.</summary>
    public void Prices(Span<double> prices, double ray)
    {
        prices.Clear();
        var (row, rises, _) = Stuck;
        var s = rises ? ray : -ray;
        for (var j = 0; j < _columns; j++)
        {
            if (_nonbasic[j] >= _columns)
            {
                prices[_nonbasic[j] - _columns] = _reduced[j] - (s != 0 ? s * _tableau[row * _columns + j] : 0);
            }
        }

        if (s != 0 && _basic[row] >= _columns)
        {
            prices[_basic[row] - _columns] = s;
        }
    }

    private int Leaving()
    {
        var (row, worst) = (-1, Feasible);
        for (var i = 0; i < _rows; i++)
        {
            var v = _basic[i];
            var breach = Math.Max(_lower[v] - _basicValue[i], _basicValue[i] - _upper[v]);
            if (breach > worst)
            {
                (row, worst) = (i, breach);
            }
        }

        return row;
    }

    private int Entering(int row, bool rise)
    {
        var best = -1;
        var (ratio, size) = (double.PositiveInfinity, 0.0);
        var at = row * _columns;
        for (var j = 0; j < _columns; j++)
        {
            var a = rise ? _tableau[at + j] : -_tableau[at + j];
            var v = _nonbasic[j];
            if (Math.Abs(a) < Pivot || _lower[v] == _upper[v])
            {
                continue;
            }

            var atLower = _value[j] <= _lower[v];
            // A rise of the row needs a rise where the coefficient is positive.
            if (a > 0 != atLower)
            {
                continue;
            }

            var r = Math.Max(0, atLower ? _reduced[j] : -_reduced[j]) / Math.Abs(a);
            if (r < ratio - 1e-12 || (r <= ratio + 1e-12 && Math.Abs(a) > size))
            {
                (best, ratio, size) = (j, r, Math.Abs(a));
            }
        }

        return best;
    }

    private void Move(int column, double change)
    {
        if (change == 0)
        {
            return;
        }

        _value[column] += change;
        for (var i = 0; i < _rows; i++)
        {
            _basicValue[i] += _tableau[i * _columns + column] * change;
        }
    }

    private void Exchange(int row, int column, double bound)
    {
        var pivot = _tableau[row * _columns + column];
        var change = (bound - _basicValue[row]) / pivot;
        Move(column, change);
        var entering = _nonbasic[column];
        var leaving = _basic[row];
        (_basic[row], _nonbasic[column]) = (entering, leaving);
        (_place[entering], _place[leaving]) = (row, ~column);
        (_basicValue[row], _value[column]) = (_value[column], bound);
        var mine = _tableau.AsSpan(row * _columns, _columns);
        var inverse = 1 / pivot;
        for (var j = 0; j < mine.Length; j++)
        {
            mine[j] *= -inverse;
        }

        mine[column] = inverse;
        for (var i = 0; i < _rows; i++)
        {
            if (i != row)
            {
                Eliminate(_tableau.AsSpan(i * _columns, _columns), mine, column);
            }
        }

        Eliminate(_reduced, mine, column);
    }

    private static void Eliminate(Span<double> target, ReadOnlySpan<double> row, int column)
    {
        var factor = target[column];
        if (Math.Abs(factor) < 1e-12)
        {
            target[column] = 0;
            return;
        }

        target[column] = 0;
        var many = new Vector<double>(factor);
        var j = 0;
        for (; j <= row.Length - Vector<double>.Count; j += Vector<double>.Count)
        {
            (new Vector<double>(target[j..]) + many * new Vector<double>(row[j..])).CopyTo(target[j..]);
        }

        for (; j < row.Length; j++)
        {
            target[j] += factor * row[j];
        }
    }
}
