namespace SageServe.Routing;

/// <summary>When waiting work has become urgent: too old (paper: ten hours), or too little time left for its work.</summary>
internal static class DeadlinePromotion
{
    /// <param name="group">Something of it waits; its item that is due first is looked at.</param>
    /// <param name="now">Request time.</param>
    /// <param name="options">Age and safety.</param>
    public static bool IsDue(in PatientGroup group, Instant now, ReleaseOptions options)
    {
        var tooOld = group.OldestEnqueuedAt is { } oldest && now - oldest > options.PromoteAfter;
        return tooOld || (group.Deadline - now).TotalSeconds < options.SlackSafety * group.WorkPerItem;
    }
}
