namespace SageServe.Routing;

/// <summary>Constants of the release rule (SAGESERVE section 5).</summary>
public sealed record ReleaseOptions
{
    /// <summary>Below this KV utilisation one grain is released.</summary>
    public double HighUtilization { get; init; } = 0.60;

    /// <summary>Below this two grains are released.</summary>
    public double LowUtilization { get; init; } = 0.50;

    /// <summary>The paper's g: requests per grain and ready replica.</summary>
    public int Grain { get; init; } = 1;

    /// <summary>Items older than this count as urgent.</summary>
    public TimeSpan PromoteAfter { get; init; } = TimeSpan.FromHours(10);

    /// <summary>An item is urgent when its slack is less than this many times its estimated run time.</summary>
    public double SlackSafety { get; init; } = 3;
}
