namespace SageServe.Cli;

/// <summary>Constants of the demonstration.</summary>
internal static class UpDefaults
{
    /// <summary>A Tuesday at noon UTC: the morning ramp of the eastern United States begins.</summary>
    public static readonly Instant DayStart = Instant.From(new DateTimeOffset(2026, 6, 2, 12, 0, 0, TimeSpan.Zero));

    /// <summary>The envelope clock starts this long after the processes do, so that it shows <see cref="DayStart"/> when the load begins.</summary>
    public static readonly TimeSpan StartUp = TimeSpan.FromSeconds(5);

    /// <summary>Generated past that the forecasters start with.</summary>
    public static readonly TimeSpan History = TimeSpan.FromDays(14);

    /// <summary>The past is generated with another seed than the day, so that the forecast is no cheat.</summary>
    public const ulong HistorySeedOffset = 7919;
}
