namespace SageServe.Hosting;

/// <summary>One bin of the demand clock.</summary>
/// <param name="Start">Envelope time.</param>
/// <param name="Length">Envelope time.</param>
public readonly record struct DemandBinSpan(Instant Start, TimeSpan Length)
{
    /// <summary>
    /// From the published gauges; null when they are no bin. A double of Unix seconds is off by some ticks, so the start is put back
    /// on the grid on which bins lie.
    /// </summary>
    public static DemandBinSpan? From(double? startSeconds, double? lengthSeconds)
    {
        if (startSeconds is not > 0 || lengthSeconds is not > 0 || !double.IsFinite(startSeconds.Value) || !double.IsFinite(lengthSeconds.Value))
        {
            return null;
        }

        var length = TimeSpan.FromTicks((long)Math.Round(lengthSeconds.Value * TimeSpan.TicksPerSecond));
        var start = (Instant.FromUnixSeconds(startSeconds.Value) + length / 2).FloorTo(length);
        return new DemandBinSpan(start, length);
    }
}
