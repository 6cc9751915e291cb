namespace SageServe.Routing;

/// <summary>The final effects: each takes the request out of the flow, so that none can get a second one.</summary>
internal sealed class Endings(ModelFlowOptions options, FlowTable table, DrainEstimate drain)
{
    public void Reject(FlowEntry entry, int status, RequestOutcome outcome, ReasonSet reasons, TimeSpan retryAfter, FlowEffectBuffer effects) => End(
        entry,
        new FlowEffect
        {
            Kind = FlowEffectKind.Reject,
            Request = entry.Request,
            Status = status,
            Outcome = outcome,
            RetryAfter = retryAfter,
            Reasons = reasons,
        },
        effects);

    /// <summary>
    /// No room. Our capacity is 503, or what the operator chose; 429 is for what the tenant itself has too much of (its share of the
    /// hold). Deferred work goes back to its queue instead.
    /// </summary>
    public void Refuse(FlowEntry entry, ReasonSet reasons, Instant now, FlowEffectBuffer effects)
    {
        if (entry.Deferred)
        {
            Evict(entry, reasons.With(ReasonCode.NoRoom), effects);
            return;
        }

        var nothingServes = reasons.Contains(ReasonCode.NoReadyReplica) || reasons.Contains(ReasonCode.ResidencyConstraint);
        var outcome = nothingServes ? RequestOutcome.NoReplica : RequestOutcome.CapacityRefused;
        var status = reasons.Contains(ReasonCode.TenantShareFull) ? 429 : nothingServes ? 503 : options.CapacityStatus;
        Reject(entry, status, outcome, reasons, drain.RetryAfter(entry, now), effects);
    }

    public void ShutDown(FlowEntry entry, FlowEffectBuffer effects)
    {
        var reasons = ReasonSet.Of(ReasonCode.ShuttingDown);
        if (entry.Deferred)
        {
            Evict(entry, reasons, effects);
        }
        else
        {
            Reject(entry, 503, RequestOutcome.ShuttingDown, reasons, TimeSpan.FromSeconds(1), effects);
        }
    }

    public void Evict(FlowEntry entry, ReasonSet reasons, FlowEffectBuffer effects, int lostTokens = 0) => End(
        entry,
        new FlowEffect { Kind = FlowEffectKind.Evict, Request = entry.Request, Outcome = RequestOutcome.Evicted, Reasons = reasons, LostTokens = lostTokens },
        effects);

    public void Finish(FlowEntry entry, RequestOutcome outcome, ReasonSet reasons, FlowEffectBuffer effects) => End(
        entry,
        new FlowEffect { Kind = FlowEffectKind.Finish, Request = entry.Request, Outcome = outcome, Reasons = reasons },
        effects);

    private void End(FlowEntry entry, in FlowEffect effect, FlowEffectBuffer effects)
    {
        Invariant.Holds(entry.Ledger is null && entry.Lane is null, "A request that ends holds neither a reservation nor a place in the queue");
        effects.Add(effect);
        TenantShares.Close(entry);
        table.Remove(entry);
    }
}
