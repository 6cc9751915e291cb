using System.Globalization;

namespace SageServe.Cli;

/// <summary>Estimates as people read them: as many digits as mean something, the interval beside them.</summary>
internal static class EstimateText
{
    public const string None = "–";

    /// <summary>Four significant digits at most, thousands separated.</summary>
    public static string Number(double? value) => value is not { } number ? None : Math.Abs(number) switch
    {
        >= 1000 => number.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => number.ToString("0.#", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.##", CultureInfo.InvariantCulture),
        0 => "0",
        _ => number.ToString("0.####", CultureInfo.InvariantCulture),
    };

    public static string Seconds(double? value) => value is not { } number ? None : number switch
    {
        >= 100 => number.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => number.ToString("0.0", CultureInfo.InvariantCulture),
        >= 1 => number.ToString("0.00", CultureInfo.InvariantCulture),
        _ => number.ToString("0.000", CultureInfo.InvariantCulture),
    };

    public static string Percent(double? share) => share is { } value ? (value * 100).ToString(value >= 0.9995 && value < 1 ? "0.000" : "0.00", CultureInfo.InvariantCulture) + " %" : None;

    public static string Signed(double? value, string unit) => value is { } number ? number.ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + unit : None;

    /// <summary><c>low..high</c>, or nothing where there is no interval.</summary>
    public static string Range(Estimate? estimate, Func<double?, string> text) =>
        estimate is { Low: { } low, High: { } high } ? $"{text(low)}..{text(high)}" : "";
}
