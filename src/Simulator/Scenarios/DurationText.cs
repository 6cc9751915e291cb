using System.Globalization;

namespace SageServe.Simulator;

/// <summary>Durations as people type them: <c>90s</c>, <c>5m</c>, <c>1.5h</c>, <c>250ms</c>, <c>2d</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, double Seconds)[] Units =
        [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400)];

    /// <summary>Zero is a duration; below zero and above three years are none.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        foreach (var (unit, seconds) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number * seconds is >= 0 and < 1e8)
            {
                duration = TimeSpan.FromSeconds(number * seconds);
                return true;
            }
        }

        return false;
    }

    /// <summary>A duration longer than zero, or a sentence that names the flag.</summary>
    public static TimeSpan Parse(string flag, string text) =>
        TryParse(text, out var duration) && duration > TimeSpan.Zero
            ? duration
            : throw new BadInputException($"{flag} '{text}' is no duration. Write a number and a unit: 250ms, 90s, 5m, 2h or 1d.");

    /// <summary>As a scenario file has it, exact to the millisecond: the largest unit that divides it.</summary>
    public static string Exact(TimeSpan span)
    {
        foreach (var (unit, seconds) in Units.Reverse())
        {
            var ticks = (long)(seconds * TimeSpan.TicksPerSecond);
            if (span.Ticks != 0 && span.Ticks % ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / ticks}{unit}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#######}s");
    }

    public static string Short(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds:0} ms"),
        < 120 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0.#} h"),
    };
}
