namespace SageServe.Routing;

/// <summary>Which patient work is let go, and when.</summary>
public sealed record ReleaseOptions
{
    /// <summary>Release rule: <c>paper</c> (by KV utilisation, so many at a time; SAGESERVE section 5).</summary>
    [OneOf(typeof(ReleaseRules), nameof(ReleaseRules.Names))]
    public string Rule { get; init; } = "paper";

    /// <summary>Rule <c>paper</c>: below this KV utilisation one grain is released.</summary>
    public double HighUtilization { get; init; } = 0.60;

    /// <summary>Rule <c>paper</c>: below this two grains are released.</summary>
    public double LowUtilization { get; init; } = 0.50;

    /// <summary>Rule <c>paper</c>: its g, requests per grain and ready replica.</summary>
    public int Grain { get; init; } = 1;

    /// <summary>Items older than this count as urgent.</summary>
    public TimeSpan PromoteAfter { get; init; } = TimeSpan.FromHours(10);

    /// <summary>An item is urgent when its slack is less than this many times its estimated run time.</summary>
    public double SlackSafety { get; init; } = 3;
}
