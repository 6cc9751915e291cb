namespace SageServe.Routing;

/// <summary>When a request's first token would come, by profile and load: what is ahead of it, its prefill that is not cached, the way.</summary>
internal sealed class TtftForecast(WorkMix mix, WarmState warm)
{
    /// <summary>On a replica of this region.</summary>
    public TimeSpan AtHome(InferenceRequest request, in InstancePick pick)
    {
        var replica = pick.Replica;
        var foreign = Math.Min(replica.Ledger.ForeignRequests, replica.Snapshot.Waiting) * replica.Rate.PrefillTicks((long)mix.PromptTokens);
        var own = replica.Profile is { } profile
            ? TimeSpan.FromSeconds(profile.UnloadedPrefillSeconds(request.PromptTokens - pick.CachedTokens))
            : TimeSpan.FromTicks(replica.Rate.PrefillTicks(request.PromptTokens - pick.CachedTokens));
        return own + TimeSpan.FromTicks(replica.Ledger.PrefillTicks + foreign + pick.AdapterTicks);
    }

    /// <summary>In another region: the round trip, the wait that its summary tells, and what we sent there since.</summary>
    public TimeSpan At(PeerRegion peer, InferenceRequest request) =>
        peer.RoundTrip + peer.ExpectedWait + peer.Costs.UnloadedPrefill(request.PromptTokens - warm.CachedTokens(peer.Prefixes, request));
}
