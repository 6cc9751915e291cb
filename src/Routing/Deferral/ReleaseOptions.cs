namespace SageServe.Routing;

/// <summary>Which patient work is let go, and when.</summary>
public sealed record ReleaseOptions
{
    /// <summary>
    /// Release rule: <c>valley</c> (fills what interactive work leaves, by deadline, age and tenant, and cuts back fast), <c>aimd</c> (so many
    /// in flight, more by and by, half as many when interactive work slows down), <c>paper</c> (by KV utilisation, so many at a time).
    /// </summary>
    [OneOf(typeof(ReleaseRules), nameof(ReleaseRules.Names))]
    public string Rule { get; init; } = "valley";

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

    /// <summary>
    /// Rule <c>valley</c>: a group is urgent when all work that is due by its deadline, times this, is more than the ready replicas, or what
    /// the forecast leaves of them, can do until then.
    /// </summary>
    [Within(1, 100)]
    public double WorkSafety { get; init; } = 1.5;

    /// <summary>Rule <c>valley</c>: of the requests in flight that replicas open to patient work have room for, the share that is kept in flight.</summary>
    [Within(0, 1, AboveLow = true)]
    public double Fill { get; init; } = 1;

    /// <summary>Rule <c>valley</c>: this share of them goes on, one request at least, whatever interactive work does.</summary>
    [Within(0, 0.5)]
    public double TrickleShare { get; init; } = 0.02;

    /// <summary>Rules <c>valley</c> and <c>aimd</c>: release is cut back when the 95th percentile of TTFT over its target is above this.</summary>
    [Within(0, 10, AboveLow = true)]
    public double TtftLimit { get; init; } = 0.8;

    /// <summary>Rules <c>valley</c> and <c>aimd</c>: release is cut back above this KV utilisation.</summary>
    [Within(0, 1, AboveLow = true)]
    public double KvLimit { get; init; } = 0.9;

    /// <summary>Rules <c>valley</c> and <c>aimd</c>: what a cut leaves; at most one a second.</summary>
    [Within(0, 1)]
    public double CutTo { get; init; } = 0.5;

    /// <summary>Rule <c>valley</c>: share of the full number in flight that comes back each second after a cut.</summary>
    [Within(0, 1, AboveLow = true)]
    public double RisePerSecond { get; init; } = 0.05;

    /// <summary>Rule <c>aimd</c>: requests in flight that are added each second for each ready replica.</summary>
    [Within(0, 1000, AboveLow = true)]
    public double AddPerSecond { get; init; } = 2;
}
