namespace SageServe.Routing;

/// <summary>One replica with room for a request, and what the request would cost there.</summary>
/// <param name="Replica">Which.</param>
/// <param name="CachedTokens">Of the prompt, likely cached there.</param>
/// <param name="AdapterTicks">Until its adapter is loaded.</param>
/// <param name="Cost">Ticks until it would be done there: what is ahead of it, and itself at this pool's speed without what is cached.</param>
/// <param name="Reasons">Why this one, once chosen.</param>
internal readonly record struct InstancePick(HomeReplica Replica, int CachedTokens, long AdapterTicks, long Cost, ReasonSet Reasons)
{
    /// <summary>Work of the request there.</summary>
    public long WorkTicks(InferenceRequest request) => Replica.Rate.WorkTicks(request, CachedTokens);

    public InstancePick Because(ReasonCode reason) => this with { Reasons = Reasons.With(reason) };
}
