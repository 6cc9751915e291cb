namespace SageServe.Planning;

/// <summary>One forecast of a target: what each method said, what was issued, and later what came.</summary>
/// <param name="Origin">End of the newest demand that was known.</param>
/// <param name="Said">Logarithm of each method's answer (lifted by the book's floor); NaN where it had none.</param>
internal sealed record TargetEntry(Instant Origin, double[] Said)
{
    /// <summary>Logarithms of the quantiles issued; null while too few residuals were known.</summary>
    public double[]? Issued { get; set; }

    /// <summary>The same by each way of making a band; null where only one was tried, and once it came out.</summary>
    public double[][]? Bands { get; set; }

    /// <summary>Logarithm of what came; NaN before it is known, or where it never will be.</summary>
    public double Came { get; set; } = double.NaN;

    public bool Settled { get; set; }

    /// <summary>The methods' answers by these weights; NaN where one of them had none.</summary>
    public double Combined(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        for (var k = 0; k < weights.Length; k++)
        {
            sum += weights[k] > 0 ? weights[k] * Said[k] : 0;
        }

        return sum;
    }
}
