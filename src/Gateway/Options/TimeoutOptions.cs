using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>How long an upstream may take with a request of one tier. Each limit ends the attempt with an outcome of its own.</summary>
internal sealed record TimeoutOptions : ICheckedOptions
{
    /// <summary>
    /// Streams: from sending the request to the first byte for the client. Long, because prefill of a long prompt is silent (DESIGN 5.1).
    /// An attempt that runs over it may be made again elsewhere. An answer that does not stream has its first byte at its end: <see cref="Total"/> bounds it.
    /// </summary>
    public TimeSpan FirstToken { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A replica that shows no sign of work for so long (no byte of any answer, no change in its metrics) while a request waits there for its
    /// first byte is taken to hang: the request goes elsewhere, where that is possible. A busy replica is waited for.
    /// </summary>
    public TimeSpan HangAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>And not before the request has waited this many times what its first byte takes by the profile. Zero: nothing is ever taken to hang.</summary>
    public double HangFactor { get; init; } = 5;

    /// <summary>Longest silence once the answer has begun; engines pause a stream while they preempt it. A client that reads slowly is not the engine's silence.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>From the first attempt to the last byte, all attempts together.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.FromHours(1);

    public IEnumerable<string> Problems()
    {
        if (FirstToken <= TimeSpan.Zero || Gap <= TimeSpan.Zero || Total <= TimeSpan.Zero)
        {
            yield return "FirstToken, Gap and Total must be positive.";
        }

        if (HangAfter <= TimeSpan.Zero || HangFactor is not (>= 0 and <= 1000))
        {
            yield return "HangAfter must be positive, and HangFactor from 0 (off) to 1000.";
        }

        if (Total > TimeSpan.FromDays(7) || FirstToken > Total)
        {
            yield return "Total must be at most 7 days, and FirstToken at most Total.";
        }
    }
}
