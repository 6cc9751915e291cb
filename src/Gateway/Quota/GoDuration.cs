using System.Globalization;

namespace SageServe.Gateway;

/// <summary>Durations as OpenAI's headers have them: <c>120ms</c>, <c>1s</c>, <c>6m0s</c>, <c>1h0m3.5s</c>. Rounded up to the millisecond.</summary>
internal static class GoDuration
{
    public static string Text(TimeSpan duration)
    {
        var milliseconds = (long)Math.Ceiling(Math.Max(0, duration.TotalMilliseconds));
        if (milliseconds is > 0 and < 1000)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
        }

        var minutes = milliseconds / 60_000;
        var seconds = milliseconds % 60_000 / 1000m;
        return minutes == 0 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.###}s")
            : minutes < 60 ? string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds:0.###}s")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}h{minutes % 60}m{seconds:0.###}s");
    }
}
