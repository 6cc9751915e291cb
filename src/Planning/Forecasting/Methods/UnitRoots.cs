namespace SageServe.Planning;

/// <summary>How often a series has to be differenced: by the strength of its season, and by the KPSS test at 5 %.</summary>
internal static class UnitRoots
{
    private const double SeasonFrom = 0.64;
    private const double KpssCritical = 0.463;
    private const int DifferencesMax = 2;

    /// <summary>1 where the season explains so much that it must be differenced (Wang, Smith and Hyndman 2006), else 0.</summary>
    public static int Seasonal(double[] values, int season) => season >= 2 && values.Length >= 3 * season && SeasonalStrength(values, season) > SeasonFrom ? 1 : 0;

    /// <summary>Times that the series must be differenced until it passes as level-stationary.</summary>
    public static int Plain(double[] values)
    {
        var present = values.Where(v => !double.IsNaN(v)).ToArray();
        var d = 0;
        while (d < DifferencesMax && present.Length > 8 && Kpss(present) > KpssCritical)
        {
            present = [.. present.Skip(1).Zip(present, (next, before) => next - before)];
            d++;
        }

        return d;
    }

    /// <summary>Statistic of Kwiatkowski, Phillips, Schmidt and Shin (1992) for a level, Bartlett weights over 3 sqrt(n) / 13 lags.</summary>
    public static double Kpss(double[] values)
    {
        var n = values.Length;
        var mean = values.Average();
        var errors = values.Select(v => v - mean).ToArray();
        var (sum, squares) = (0.0, 0.0);
        foreach (var e in errors)
        {
            sum += e;
            squares += sum * sum;
        }

        var variance = errors.Sum(e => e * e) / n;
        var lags = (int)(3 * Math.Sqrt(n) / 13);
        for (var lag = 1; lag <= lags; lag++)
        {
            double product = 0;
            for (var t = lag; t < n; t++)
            {
                product += errors[t] * errors[t - lag];
            }

            variance += 2.0 / n * (1 - lag / (lags + 1.0)) * product;
        }

        return variance > 0 ? squares / ((double)n * n * variance) : 0;
    }

    /// <summary>1 - variance of what is left / variance of season and what is left, after a centred mean of one season; 0 to 1.</summary>
    public static double SeasonalStrength(double[] values, int season)
    {
        var trend = Decomposition.Trend(values, season);
        var detrended = values.Zip(trend, (v, t) => v - t).ToArray();
        var figure = Decomposition.Figure(detrended, season);
        var (left, both) = (new List<double>(), new List<double>());
        for (var t = 0; t < detrended.Length; t++)
        {
            if (!double.IsNaN(detrended[t]))
            {
                both.Add(detrended[t]);
                left.Add(detrended[t] - figure[t % season]);
            }
        }

        var variance = Decomposition.Variance(both);
        return variance > 0 ? Math.Max(0, 1 - Decomposition.Variance(left) / variance) : 0;
    }
}
