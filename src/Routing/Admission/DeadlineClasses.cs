namespace SageServe.Routing;

/// <summary>
/// Which class of the deadline and priority aware order a request is in at a moment, and when it changes: at most three times in its
/// life, so that re-keying costs O(log n) each.
/// </summary>
/// <param name="urgent">A request is urgent when it is due within this time.</param>
/// <param name="late">It is recently late until this much later than due.</param>
/// <param name="ticksPerPromptToken">Prefill that a request is due ahead of its deadline by; 0: it is due at the deadline.</param>
internal sealed class DeadlineClasses(TimeSpan urgent, TimeSpan late, double ticksPerPromptToken = 0)
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    /// <summary>By <c>dpa</c>'s rule, or by that of <c>on-time</c>: with the speed of the model's fastest hardware, so that none counts as late that could still make it.</summary>
    public static DeadlineClasses Of(FlowScope scope) => new(
        scope.Options.UrgentWithin,
        scope.Options.LateWithin,
        NamedRules.HoldOrder(scope.Options.HoldOrder) == HoldOrder.OnTime
            ? scope.Catalog.Document.Profiles.Where(p => p.Model == scope.Model).Select(p => WorkRate.Of(p).TicksPerPromptToken).DefaultIfEmpty().Min()
            : 0);

    /// <summary>The latest moment at which it must be sent.</summary>
    public Instant Due(InferenceRequest request) =>
        request.Deadline == Instant.Max ? Instant.Max : request.Deadline - TimeSpan.FromTicks((long)(request.PromptTokens * ticksPerPromptToken));

    public HoldClass Of(Instant due, Instant now)
    {
        var slack = due - now;
        return slack > urgent ? HoldClass.NotUrgent
            : slack >= TimeSpan.Zero ? HoldClass.Urgent
            : slack >= -late ? HoldClass.RecentlyLate
            : HoldClass.LongLate;
    }

    /// <summary>The first moment of the next class; <see cref="Instant.Max"/> when there is none.</summary>
    public Instant Until(HoldClass current, Instant due) => current switch
    {
        HoldClass.NotUrgent => due == Instant.Max ? Instant.Max : due - urgent,
        HoldClass.Urgent => due + Tick,
        HoldClass.RecentlyLate => due + late + Tick,
        _ => Instant.Max,
    };
}
