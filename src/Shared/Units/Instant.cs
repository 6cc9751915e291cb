using System.Globalization;
using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>
/// A point in time in UTC ticks (100 ns). Integer arithmetic keeps simulated and recorded runs exact.
/// Never read from the machine in a pure room: it is always an argument.
/// </summary>
[JsonConverter(typeof(InstantJsonConverter))]
public readonly record struct Instant(long Ticks) : IComparable<Instant>
{
    /// <summary>Earlier than anything that happens; "never seen".</summary>
    public static readonly Instant Min = new(0);

    /// <summary>Later than anything that happens; "not scheduled".</summary>
    public static readonly Instant Max = new(DateTime.MaxValue.Ticks);

    public static Instant From(DateTimeOffset time) => new(time.UtcTicks);

    public static Instant FromUnixSeconds(double seconds) =>
        new(DateTime.UnixEpoch.Ticks + (long)Math.Round(seconds * TimeSpan.TicksPerSecond));

    public DateTimeOffset ToDateTimeOffset() => new(Ticks, TimeSpan.Zero);

    public double ToUnixSeconds() => (Ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;

    public static Instant operator +(Instant instant, TimeSpan span)
    {
        // Saturates, so that "now + forever" stays Max.
        var ticks = instant.Ticks + span.Ticks;
        return ticks < 0 && span.Ticks > 0 || ticks > Max.Ticks ? Max : new Instant(Math.Max(0, ticks));
    }

    public static Instant operator -(Instant instant, TimeSpan span) => instant + span.Negate();

    public static TimeSpan operator -(Instant later, Instant earlier) => new(later.Ticks - earlier.Ticks);

    public static bool operator <(Instant left, Instant right) => left.Ticks < right.Ticks;

    public static bool operator >(Instant left, Instant right) => left.Ticks > right.Ticks;

    public static bool operator <=(Instant left, Instant right) => left.Ticks <= right.Ticks;

    public static bool operator >=(Instant left, Instant right) => left.Ticks >= right.Ticks;

    public static Instant Earlier(Instant a, Instant b) => a < b ? a : b;

    public static Instant Later(Instant a, Instant b) => a > b ? a : b;

    /// <summary>The start of the bin of this length that holds this instant; bins are aligned to the Unix epoch.</summary>
    public Instant FloorTo(TimeSpan bin)
    {
        var sinceEpoch = Ticks - DateTime.UnixEpoch.Ticks;
        var floor = sinceEpoch - ((sinceEpoch % bin.Ticks) + bin.Ticks) % bin.Ticks;
        return new Instant(DateTime.UnixEpoch.Ticks + floor);
    }

    public int CompareTo(Instant other) => Ticks.CompareTo(other.Ticks);

    public override string ToString() => ToDateTimeOffset().ToString("yyyy-MM-ddTHH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
