namespace SageServe.Routing;

/// <summary>
/// The <c>priority</c> that an engine which schedules by it is told (lower is earlier), such that its queue goes on in the order in which
/// requests were held. It is written once, when a request comes in, so it is made of what does not change.
/// </summary>
public static class EnginePriority
{
    // Requests without a deadline, and such as lie beyond what fits.
    private const int Last = int.MaxValue;

    /// <summary>
    /// Order <c>pf</c>: the tier. <c>edf</c> and <c>dpa</c>: the second of the deadline, so that what waits long comes up whatever its tier,
    /// and patient work is last until its completion is near. <c>fcfs</c>: none, engines do that by themselves.
    /// </summary>
    public static int? Of(ModelFlowOptions options, ServiceTier tier, Instant deadline) => NamedRules.HoldOrder(options.HoldOrder) switch
    {
        HoldOrder.Fcfs => null,
        HoldOrder.Pf => (int)tier,
        _ => (int)Math.Clamp(deadline.ToUnixSeconds(), 0, Last),
    };
}
