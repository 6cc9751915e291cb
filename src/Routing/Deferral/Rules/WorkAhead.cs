namespace SageServe.Routing;

/// <summary>
/// What must be done by when: the work of all groups that are due by a deadline against what can be done until then, earliest deadline
/// first. O(groups), and over the bins of the forecast once at most.
/// </summary>
internal static class WorkAhead
{
    /// <summary>So many groups in the order of deadlines, from the first, that can't wait for room.</summary>
    public static int Urgent(in ReleaseFacts facts, DeadlineOrder order, ReleaseOptions options)
    {
        var urgent = 0;
        var work = 0.0;
        var can = new CapacityAhead(facts, facts.Now);
        for (var n = 0; n < order.Count; n++)
        {
            var group = facts.Groups[order[n]];
            work += group.WorkSeconds;
            if (work * options.WorkSafety > can.Until(group.Deadline) || (group.Deadline - facts.Now).TotalSeconds < options.SlackSafety * group.WorkPerItem)
            {
                urgent = n + 1;
            }
        }

        return urgent;
    }

    /// <summary>
    /// True when a bin is forecast with at least twice as much idle time as there is now, and all work can be done by its deadline though
    /// it only begins then.
    /// </summary>
    public static bool CanWait(in ReleaseFacts facts, DeadlineOrder order, ReleaseOptions options)
    {
        if (facts.Headroom is not { } headroom || headroom.DeeperFrom(facts.Now) is not { } begin)
        {
            return false;
        }

        var work = 0.0;
        var can = new CapacityAhead(facts, begin);
        for (var n = 0; n < order.Count; n++)
        {
            var group = facts.Groups[order[n]];
            work += group.WorkSeconds;
            if (work * options.WorkSafety > can.Until(group.Deadline))
            {
                return false;
            }
        }

        return true;
    }
}
