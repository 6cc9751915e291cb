using System.Globalization;
using System.Reflection;

namespace SageServe.Shared;

/// <summary>Holds options to what <see cref="WithinAttribute"/> and <see cref="OneOfAttribute"/> say of them, so that the rule stands once.</summary>
public static class OptionBounds
{
    /// <summary>What is out of bounds, in sentences; empty when nothing is. Times are never negative.</summary>
    /// <param name="options">A record of options; those inside it are not looked at.</param>
    public static IEnumerable<string> Problems(object options)
    {
        foreach (var member in options.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(m => m.GetIndexParameters().Length == 0))
        {
            var value = member.GetValue(options);
            if (member.GetCustomAttribute<OneOfAttribute>() is { } names && value is string text && !names.Names.Contains(text))
            {
                yield return $"{member.Name} '{text}' is not known; use {string.Join(", ", names.Names)}.";
            }
            else if (member.GetCustomAttribute<WithinAttribute>() is { } within && !IsWithin(within, Convert.ToDouble(value, CultureInfo.InvariantCulture)))
            {
                yield return $"{member.Name} must be {Text(within)}.";
            }
            else if (value is TimeSpan span && span < TimeSpan.Zero)
            {
                yield return $"{member.Name} must not be negative.";
            }
        }
    }

    private static bool IsWithin(WithinAttribute within, double value) =>
        (within.AboveLow ? value > within.Low : value >= within.Low) && (within.BelowHigh ? value < within.High : value <= within.High);

    private static string Text(WithinAttribute within)
    {
        var low = string.Create(CultureInfo.InvariantCulture, $"{(within.AboveLow ? "above" : "at least")} {within.Low}");
        return double.IsFinite(within.High)
            ? string.Create(CultureInfo.InvariantCulture, $"{low} and {(within.BelowHigh ? "below" : "at most")} {within.High}")
            : low;
    }
}
