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

        if (Total > TimeSpan.FromDays(7) || FirstToken > Total)
        {
            yield return "Total must be at most 7 days, and FirstToken at most Total.";
        }
    }
}
