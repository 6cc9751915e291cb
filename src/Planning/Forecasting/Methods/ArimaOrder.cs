namespace SageServe.Planning;

/// <param name="P">Autoregressive terms.</param>
/// <param name="D">Times differenced.</param>
/// <param name="Q">Moving-average terms.</param>
internal readonly record struct ArimaOrder(int P, int D, int Q)
{
    /// <summary>The paper's choice for every series (SAGESERVE section 10).</summary>
    public static readonly ArimaOrder Paper = new(3, 1, 2);

    /// <summary>Coefficients of (1 - B)^D, from the newest value back.</summary>
    public double[] Differencing()
    {
        double[] coefficients = [1];
        for (var d = 0; d < D; d++)
        {
            var next = new double[coefficients.Length + 1];
            for (var i = 0; i < coefficients.Length; i++)
            {
                next[i] += coefficients[i];
                next[i + 1] -= coefficients[i];
            }

            coefficients = next;
        }

        return coefficients;
    }

    public override string ToString() => $"({P},{D},{Q})";
}
