namespace SageServe.Routing;

/// <summary>
/// Which class of the deadline and priority aware order a request is in at a moment, and when it changes: at most three times in its
/// life, so that re-keying costs O(log n) each.
/// </summary>
internal sealed class DeadlineClasses(TimeSpan urgent, TimeSpan late)
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    public HoldClass Of(Instant deadline, Instant now)
    {
        var slack = deadline - now;
        return slack > urgent ? HoldClass.NotUrgent
            : slack >= TimeSpan.Zero ? HoldClass.Urgent
            : slack >= -late ? HoldClass.RecentlyLate
            : HoldClass.LongLate;
    }

    /// <summary>The first moment of the next class; <see cref="Instant.Max"/> when there is none.</summary>
    public Instant Until(HoldClass current, Instant deadline) => current switch
    {
        HoldClass.NotUrgent => deadline == Instant.Max ? Instant.Max : deadline - urgent,
        HoldClass.Urgent => deadline + Tick,
        HoldClass.RecentlyLate => deadline + late + Tick,
        _ => Instant.Max,
    };
}
