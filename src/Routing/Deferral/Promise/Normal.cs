namespace SageServe.Routing;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    /// <summary>Chance of a value below this one (Abramowitz and Stegun 7.1.26, within 2e-7).</summary>
    public static double Chance(double deviations)
    {
        if (!double.IsFinite(deviations))
        {
            return deviations > 0 ? 1 : 0;
        }

        var x = Math.Abs(deviations) / Math.Sqrt(2);
        var t = 1 / (1 + 0.3275911 * x);
        var tail = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.Exp(-x * x);
        return deviations >= 0 ? 1 - tail / 2 : tail / 2;
    }

    /// <summary>The value below which this share lies, within 1e-6; for shares of 0.5 to 0.999.</summary>
    public static double Quantile(double share)
    {
        double low = 0, high = 6;
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Chance(middle) >= share ? (low, middle) : (middle, high);
        }

        return (low + high) / 2;
    }
}
