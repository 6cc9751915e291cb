namespace SageServe.Routing;

/// <summary>Which limit of time an attempt ran over.</summary>
internal static class TimeLimits
{
    /// <returns>The limit's reason; none for an end that is no timeout.</returns>
    public static ReasonSet Reason(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.ConnectTimedOut => ReasonSet.Of(ReasonCode.ConnectTimeout),
        AttemptOutcome.FirstTokenTimedOut => ReasonSet.Of(ReasonCode.FirstTokenTimeout),
        AttemptOutcome.GapTimedOut => ReasonSet.Of(ReasonCode.GapTimeout),
        AttemptOutcome.TimedOut => ReasonSet.Of(ReasonCode.TotalTimeout),
        AttemptOutcome.Hung => ReasonSet.Of(ReasonCode.ReplicaHung),
        _ => ReasonSet.None,
    };
}
