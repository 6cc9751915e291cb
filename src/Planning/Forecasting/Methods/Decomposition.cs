namespace SageServe.Planning;

/// <summary>Classical decomposition: a centred mean over one season is the trend, means of the rest by time of season the figure.</summary>
internal static class Decomposition
{
    /// <summary>Centred mean over one season (half weights at the ends of an even one); NaN where it does not fit or nothing is present.</summary>
    public static double[] Trend(ReadOnlySpan<double> values, int season)
    {
        var trend = new double[values.Length];
        var half = season / 2;
        for (var t = 0; t < trend.Length; t++)
        {
            var (sum, weight) = (0.0, 0.0);
            for (var i = t - half; i <= t + half && t >= half && t + half < trend.Length; i++)
            {
                var share = season % 2 == 0 && Math.Abs(i - t) == half ? 0.5 : 1;
                if (!double.IsNaN(values[i]))
                {
                    sum += share * values[i];
                    weight += share;
                }
            }

            // Less than half a season is not its mean.
            trend[t] = weight * 2 >= season ? sum / weight : double.NaN;
        }

        return trend;
    }

    /// <summary>Mean of what is left after the trend at each time of the season, less their own mean; 0 where none is present.</summary>
    public static double[] Figure(ReadOnlySpan<double> detrended, int season)
    {
        var sums = new double[season];
        var counts = new int[season];
        for (var t = 0; t < detrended.Length; t++)
        {
            if (!double.IsNaN(detrended[t]))
            {
                sums[t % season] += detrended[t];
                counts[t % season]++;
            }
        }

        double[] figure = [.. sums.Select((s, i) => counts[i] == 0 ? 0 : s / counts[i])];
        var mean = figure.Average();
        return [.. figure.Select(f => f - mean)];
    }

    public static double Variance(List<double> values)
    {
        if (values.Count == 0)
        {
            return 0;
        }

        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / values.Count;
    }
}
