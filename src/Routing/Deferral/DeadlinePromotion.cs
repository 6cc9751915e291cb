namespace SageServe.Routing;

/// <summary>When a waiting item has become urgent: too old (paper: ten hours), or too little time left for its work.</summary>
internal static class DeadlinePromotion
{
    public static bool IsDue(in ReleaseFacts facts, ReleaseOptions options)
    {
        if (facts.Waiting == 0)
        {
            return false;
        }

        var tooOld = facts.OldestEnqueuedAt is { } oldest && facts.Now - oldest > options.PromoteAfter;
        var tooLate = facts.EarliestDeadline is { } deadline
            && (deadline - facts.Now).TotalSeconds < options.SlackSafety * facts.EarliestWorkSeconds;
        return tooOld || tooLate;
    }
}
