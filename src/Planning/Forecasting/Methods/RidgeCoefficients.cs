namespace SageServe.Planning;

/// <summary>A learnt linear answer on standardised columns, kept within what the rows had shown.</summary>
/// <param name="Beta">Per standardised column.</param>
/// <param name="Intercept">The answer when every column is at its mean.</param>
/// <param name="Means">Of the columns; an unknown entry counts as this.</param>
/// <param name="Spreads">Standard deviations of the columns; infinite for a column that never changed.</param>
/// <param name="Lowest">Smallest target among the rows.</param>
/// <param name="Highest">Largest target among the rows.</param>
internal sealed record RidgeCoefficients(double[] Beta, double Intercept, double[] Means, double[] Spreads, double Lowest, double Highest)
{
    public double Answer(ReadOnlySpan<double> row)
    {
        var sum = Intercept;
        for (var j = 0; j < Beta.Length; j++)
        {
            sum += double.IsNaN(row[j]) ? 0 : Beta[j] * ((row[j] - Means[j]) / Spreads[j]);
        }

        return Math.Clamp(sum, Lowest, Highest);
    }

    /// <summary>Sum of products over the row's length.</summary>
    public static double Dot(ReadOnlySpan<double> row, ReadOnlySpan<double> beta)
    {
        double sum = 0;
        for (var j = 0; j < row.Length; j++)
        {
            sum += row[j] * beta[j];
        }

        return sum;
    }
}
