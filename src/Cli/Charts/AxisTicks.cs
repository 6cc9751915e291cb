using System.Globalization;

namespace SageServe.Cli;

/// <summary>Round places on an axis, and how they are written.</summary>
internal static class AxisTicks
{
    private static readonly double[] Hours = [1 / 60.0, 5 / 60.0, 0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 168, 336];

    /// <summary>About this many, never more than twice as many.</summary>
    public static IReadOnlyList<double> For(AxisKind kind, in ChartScale scale, int about)
    {
        if (scale.Log)
        {
            return Decades(scale, about);
        }

        var span = scale.Max - scale.Min;
        var step = kind == AxisKind.Clock
            ? Hours.FirstOrDefault(h => span / h <= about, Math.Ceiling(span / about / 168) * 168)
            : Nice(span / about);
        var ticks = new List<double>();
        for (var i = Math.Ceiling(scale.Min / step - 1e-9); i * step <= scale.Max + step * 1e-9; i++)
        {
            ticks.Add(i == 0 ? 0 : i * step);
        }

        return ticks;
    }

    public static string Text(AxisKind kind, double value) => kind switch
    {
        AxisKind.Share => Number(Math.Round(value * 100, 6)) + " %",
        AxisKind.Seconds => Seconds(value),
        AxisKind.Clock => Clock(value),
        _ => Number(value),
    };

    /// <summary>Three significant digits, with k, M and G from ten thousand on.</summary>
    public static string Number(double value)
    {
        var size = Math.Abs(value);
        var (scaled, unit) = size switch
        {
            >= 1e9 => (value / 1e9, " G"),
            >= 1e6 => (value / 1e6, " M"),
            >= 1e4 => (value / 1e3, " k"),
            _ => (value, ""),
        };
        var digits = Math.Abs(scaled) switch { 0 => "0", >= 100 => "0", >= 10 => "0.#", >= 1 => "0.##", >= 0.001 => "0.####", _ => "0.##e0" };
        return scaled.ToString(digits, CultureInfo.InvariantCulture) + unit;
    }

    public static string Seconds(double value) => Math.Abs(value) switch
    {
        0 => "0",
        < 1 => Number(value * 1000) + " ms",
        < 600 => Number(value) + " s",
        < 7200 => Number(value / 60) + " min",
        _ => Number(value / 3600) + " h",
    };

    private static string Clock(double hours)
    {
        var at = DateTimeOffset.UnixEpoch.AddSeconds(Math.Round(hours * 3600));
        return at.ToString(at.TimeOfDay == TimeSpan.Zero ? "ddd d" : "HH:mm", CultureInfo.InvariantCulture);
    }

    private static double Nice(double rough)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var digit = rough / power;
        return power * (digit <= 1.0001 ? 1 : digit <= 2.0001 ? 2 : digit <= 5.0001 ? 5 : 10);
    }

    private static List<double> Decades(ChartScale scale, int about)
    {
        var decades = Math.Log10(scale.Max / scale.Min);
        double[] digits = decades * 3 <= about * 1.5 ? [1, 2, 5] : [1];
        var every = Math.Max(1, (int)Math.Ceiling(decades / about));
        var ticks = new List<double>();
        for (var power = (int)Math.Floor(Math.Log10(scale.Min)); Math.Pow(10, power) <= scale.Max; power++)
        {
            ticks.AddRange(digits.Select(d => d * Math.Pow(10, power)).Where(v => power % every == 0 && v >= scale.Min && v <= scale.Max));
        }

        return ticks;
    }
}
