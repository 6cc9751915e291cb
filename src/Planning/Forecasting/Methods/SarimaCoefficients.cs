namespace SageServe.Planning;

/// <summary>Coefficients of a seasonal model in factors; signs as in <see cref="ArimaCoefficients"/>.</summary>
/// <param name="Order">Says how many of each there are.</param>
/// <param name="Phi">Of w(t-1), w(t-2) ...</param>
/// <param name="Theta">Of e(t-1), e(t-2) ...</param>
/// <param name="FarPhi">Of w(t-s), w(t-2s) ...</param>
/// <param name="FarTheta">Of e(t-s), e(t-2s) ...</param>
/// <param name="Mean">Of the series; 0 when it is differenced.</param>
internal sealed record SarimaCoefficients(SarimaOrder Order, double[] Phi, double[] Theta, double[] FarPhi, double[] FarTheta, double Mean)
{
    /// <summary>The factors multiplied out.</summary>
    public ArimaCoefficients Expand() => new(
        Product(Phi, FarPhi, -1), Product(Theta, FarTheta, 1), Mean);

    /// <summary>In the order phi, theta, seasonal phi, seasonal theta, mean.</summary>
    public double[] ToNumbers() => [.. Phi, .. Theta, .. FarPhi, .. FarTheta, .. Order.HasMean ? [Mean] : Array.Empty<double>()];

    /// <summary>Null when there are not as many as the order says.</summary>
    public static SarimaCoefficients? From(SarimaOrder order, ReadOnlySpan<double> numbers) =>
        numbers.Length != order.Count ? null : Cut(order, numbers, factor => factor.ToArray());

    /// <summary>Free numbers for an optimiser: every choice of them is stationary and invertible.</summary>
    /// <param name="scale">Unit of the mean, so that its steps are like the others'.</param>
    public double[] ToFree(double scale) =>
    [
        .. PartialAutocorrelations.ToFree(Phi),
        .. PartialAutocorrelations.ToFree(Negate(Theta)),
        .. PartialAutocorrelations.ToFree(FarPhi),
        .. PartialAutocorrelations.ToFree(Negate(FarTheta)),
        .. Order.HasMean ? [Mean / scale] : Array.Empty<double>(),
    ];

    public static SarimaCoefficients FromFree(SarimaOrder order, ReadOnlySpan<double> free, double scale)
    {
        var c = Cut(order, free, factor => PartialAutocorrelations.ToCoefficients(factor));
        return c with { Theta = Negate(c.Theta), FarTheta = Negate(c.FarTheta), Mean = c.Mean * scale };
    }

    private static SarimaCoefficients Cut(SarimaOrder order, ReadOnlySpan<double> numbers, Func<ReadOnlySpan<double>, double[]> factor)
    {
        var (p, q, farP, farQ) = (order.Near.P, order.Near.Q, order.Far.P, order.Far.Q);
        return new SarimaCoefficients(
            order,
            factor(numbers[..p]),
            factor(numbers.Slice(p, q)),
            factor(numbers.Slice(p + q, farP)),
            factor(numbers.Slice(p + q + farP, farQ)),
            order.HasMean ? numbers[^1] : 0);
    }

    /// <summary>(1 + sign * sum near(i) B^i)(1 + sign * sum far(j) B^js), less its 1, signs as the factors'.</summary>
    private double[] Product(double[] near, double[] far, int sign)
    {
        var product = new double[near.Length + far.Length * Order.Season];
        for (var j = 0; j <= far.Length; j++)
        {
            for (var i = 0; i <= near.Length; i++)
            {
                if (i + j > 0)
                {
                    product[i + j * Order.Season - 1] += (i == 0 ? 1 : near[i - 1]) * (j == 0 ? 1 : far[j - 1]) * (i > 0 && j > 0 ? sign : 1);
                }
            }
        }

        return product;
    }

    private static double[] Negate(double[] values) => [.. values.Select(v => -v)];
}
