namespace SageServe.Hosting;

/// <summary>Section <c>Drain</c>: how a process leaves.</summary>
internal sealed record DrainOptions : ICheckedOptions
{
    public const string Section = "Drain";

    /// <summary>From SIGTERM (readiness off) to closing the listeners: the time load balancers need to notice.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.Zero;

    /// <summary>Requests in flight get this long after the listeners closed.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<string> Problems()
    {
        if (Delay < TimeSpan.Zero || Delay > TimeSpan.FromMinutes(10))
        {
            yield return "Delay must be between 0 and 10 minutes.";
        }

        if (Limit <= TimeSpan.Zero || Limit > TimeSpan.FromHours(1))
        {
            yield return "Limit must be above 0 and at most an hour.";
        }
    }
}
