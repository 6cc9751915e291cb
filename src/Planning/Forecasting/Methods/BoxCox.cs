namespace SageServe.Planning;

/// <summary>
/// Box and Cox (1964): the scale on which a series is modelled. 1 leaves it as it is, 0 is its logarithm. A floor is added first, so
/// that steps without load have a logarithm and quiet ones don't rule the fit. Monotone: a median goes back as the median, without bias.
/// </summary>
/// <param name="Lambda">From 0 to 1.</param>
/// <param name="Floor">Positive; in the series' own unit.</param>
internal readonly record struct BoxCox(double Lambda, double Floor)
{
    private const double FloorShare = 0.05;

    /// <summary>Beyond this a logarithm would not come back as a finite number.</summary>
    private const double LogMax = 300;

    /// <summary>With a floor of a twentieth of the mean of the first <paramref name="known"/> steps.</summary>
    public static BoxCox Of(DemandGrid grid, int known, double lambda)
    {
        double sum = 0;
        var count = 0;
        for (var t = 0; t < known; t++)
        {
            if (grid.IsPresent(t))
            {
                sum += grid.Values[t];
                count++;
            }
        }

        var floor = count == 0 ? 0 : FloorShare * (sum / count);
        return new BoxCox(Math.Clamp(lambda, 0, 1), double.IsFinite(floor) && floor > 0 ? floor : 1);
    }

    public double To(double value)
    {
        // Measured in floors, so that a scale of a thousand or of a thousandth gives the same numbers.
        var lifted = (Math.Max(0, value) + Floor) / Floor;
        return Lambda == 0 ? Math.Log(lifted) : (Math.Pow(lifted, Lambda) - 1) / Lambda;
    }

    public double From(double scaled)
    {
        var lifted = Lambda == 0 ? Math.Exp(Math.Clamp(scaled, -LogMax, LogMax)) : Math.Pow(Math.Max(0, Lambda * scaled + 1), 1 / Lambda);
        return (lifted - 1) * Floor;
    }

    /// <summary>The whole grid on this scale; NaN where absent.</summary>
    public double[] To(DemandGrid grid)
    {
        var scaled = new double[grid.Length];
        for (var t = 0; t < scaled.Length; t++)
        {
            scaled[t] = grid.IsPresent(t) ? To(grid.Values[t]) : double.NaN;
        }

        return scaled;
    }
}
