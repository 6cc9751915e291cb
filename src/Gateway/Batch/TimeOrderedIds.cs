using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// New ids whose ordinal order is that of their making: UUIDs of version 7, 32 hex digits. Each is greater than the one before of this gateway;
/// between gateways their clocks decide, to the millisecond.
/// </summary>
internal sealed class TimeOrderedIds(SteadyClock clock)
{
    private readonly Lock _gate = new();
    private long _last;

    public string Next()
    {
        lock (_gate)
        {
            _last = Math.Max(Milliseconds(clock.Now), _last + 1);
            return Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(_last)).ToString("N");
        }
    }

    /// <summary>Less than every id made at this instant or later, and greater than those made a millisecond or more before.</summary>
    public static string LowerBound(Instant at) => Milliseconds(at).ToString("x12", System.Globalization.CultureInfo.InvariantCulture) + "7";

    /// <summary>When an id was made; null for what is none.</summary>
    public static Instant? MadeAt(ReadOnlySpan<char> id) =>
        id.Length >= 12 && long.TryParse(id[..12], System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var milliseconds)
            ? Instant.From(DateTimeOffset.UnixEpoch) + TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private static long Milliseconds(Instant at) => (long)Math.Floor(at.ToUnixSeconds() * 1000);
}
