namespace SageServe.Cli;

/// <summary>A time within the test for which a series has no bin.</summary>
/// <param name="Series">Which.</param>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
/// <param name="FilledBy">One of the words below.</param>
internal sealed record DemandGap(DemandSeriesId Series, Instant From, Instant To, string FilledBy)
{
    /// <summary>From the bin before to the bin after, in a straight line.</summary>
    public const string Line = "line";

    /// <summary>By the same time of the nearest day that tells it.</summary>
    public const string OtherDay = "other-day";

    public TimeSpan Length => To - From;
}
