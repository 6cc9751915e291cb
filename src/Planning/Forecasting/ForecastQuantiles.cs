namespace SageServe.Planning;

/// <summary>A forecast with what is not known of it: quantiles that never cross.</summary>
internal readonly record struct ForecastQuantiles(double Q05, double Q50, double Q90, double Q95, double Q99)
{
    public const int Count = 5;

    /// <summary>In the order of the fields.</summary>
    public static ReadOnlySpan<double> Levels => [0.05, 0.50, 0.90, 0.95, 0.99];

    /// <summary>In order, whatever came in: each quantile at least the one below it.</summary>
    public static ForecastQuantiles Of(ReadOnlySpan<double> values)
    {
        var q90 = Math.Max(values[1], values[2]);
        var q95 = Math.Max(q90, values[3]);
        return new ForecastQuantiles(Math.Min(values[0], values[1]), values[1], q90, q95, Math.Max(q95, values[4]));
    }

    public ForecastQuantiles Select(Func<double, double> change) => Of([change(Q05), change(Q50), change(Q90), change(Q95), change(Q99)]);

    public static ForecastQuantiles Between(ForecastQuantiles a, ForecastQuantiles b, double share) => new(
        a.Q05 + share * (b.Q05 - a.Q05), a.Q50 + share * (b.Q50 - a.Q50), a.Q90 + share * (b.Q90 - a.Q90), a.Q95 + share * (b.Q95 - a.Q95), a.Q99 + share * (b.Q99 - a.Q99));

    public LoadQuantiles ToWire() => new(Q05, Q50, Q90, Q95, Q99);

    /// <summary>The quantile at this level, linear between the levels known; the outermost beyond them.</summary>
    public double At(double level)
    {
        ReadOnlySpan<double> values = [Q05, Q50, Q90, Q95, Q99];
        var i = 1;
        while (i < Count - 1 && level > Levels[i])
        {
            i++;
        }

        var share = Math.Clamp((level - Levels[i - 1]) / (Levels[i] - Levels[i - 1]), 0, 1);
        return values[i - 1] + share * (values[i] - values[i - 1]);
    }
}
