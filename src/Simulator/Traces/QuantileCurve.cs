namespace SageServe.Simulator;

/// <summary>A distribution given by some of its quantiles: draws interpolate linearly between them.</summary>
public static class QuantileCurve
{
    /// <param name="probabilities">Ascending, within 0..1.</param>
    /// <param name="values">The quantile at each probability.</param>
    /// <param name="u">Uniform in [0, 1). Outside the given probabilities the nearest quantile is taken.</param>
    public static double At(IReadOnlyList<double> probabilities, IReadOnlyList<double> values, double u)
    {
        if (u <= probabilities[0])
        {
            return values[0];
        }

        for (var i = 1; i < probabilities.Count; i++)
        {
            if (u <= probabilities[i])
            {
                var share = (u - probabilities[i - 1]) / (probabilities[i] - probabilities[i - 1]);
                return values[i - 1] + share * (values[i] - values[i - 1]);
            }
        }

        return values[^1];
    }
}
