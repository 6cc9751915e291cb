namespace SageServe.Planning;

/// <summary>
/// What prices of rows prove: each row at the side that its price asks for, each column at the bound that is cheapest then. True for any
/// prices, however they were found, so that the rounding of the simplex is in no proof.
/// </summary>
internal sealed class SafeBound(BoundedProgram program)
{
    private readonly double[] _reduced = new double[program.Columns];

    /// <summary>What a column costs at the prices of the last bound: moving it off the bound that is cheapest then costs at least this much a unit.</summary>
    public ReadOnlySpan<double> Reduced => _reduced;

    /// <param name="prices">By row; one that asks for a side which the row does not have counts as nothing.</param>
    /// <param name="lower">By column, then by row.</param>
    /// <param name="upper">By column, then by row.</param>
    public double Of(ReadOnlySpan<double> prices, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        var usd = program.ConstantUsd;
        for (var j = 0; j < _reduced.Length; j++)
        {
            _reduced[j] = program.Usd(j);
        }

        for (var i = 0; i < prices.Length; i++)
        {
            var side = prices[i] > 0 ? lower[_reduced.Length + i] : upper[_reduced.Length + i];
            if (prices[i] == 0 || !double.IsFinite(side))
            {
                continue;
            }

            usd += prices[i] * side;
            foreach (var (column, coefficient) in program.Terms(i))
            {
                _reduced[column] -= prices[i] * coefficient;
            }
        }

        for (var j = 0; j < _reduced.Length; j++)
        {
            usd += _reduced[j] * (_reduced[j] > 0 ? lower[j] : upper[j]);
        }

        return usd;
    }
}
