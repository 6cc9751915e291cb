namespace SageServe.Routing;

/// <summary>
/// What follows from the end of an attempt: the end of the request, or another attempt while nothing reached the client, within the
/// request's attempts and the retry budget; another region comes last.
/// </summary>
internal sealed class FailoverRule(FlowScope scope, HomeView home, Placement placement, RetryLimit retries, DrainEstimate drain, Endings endings)
{
    /// <returns>True when the request is to wait for a place.</returns>
    public bool AttemptEnded(FlowEntry entry, AttemptOutcome outcome, bool atPeer, bool shuttingDown, Instant now, ref DrawSequence draws, FlowEffectBuffer effects)
    {
        if (!IsRetryable(outcome) || entry.OutputTokens > 0)
        {
            End(entry, outcome, shuttingDown, now, effects);
            return false;
        }

        var refusedByPeer = atPeer && outcome == AttemptOutcome.UpstreamRefused;
        entry.PeerRefusals += refusedByPeer ? 1 : 0;
        var forbidden = refusedByPeer ? null : Forbidden(entry, now);
        if (forbidden is { } reason)
        {
            Fail(entry, outcome, reason, now, effects);
            return false;
        }

        var why = ReasonSet.Of(refusedByPeer ? ReasonCode.PeerRefused : ReasonCode.RetryAfterFailure).With(TimeLimits.Reason(outcome));
        var result = placement.TryPlace(entry, why, now, ref draws, effects);
        return result != PlacementResult.Placed && MustWait(entry, outcome, result, refusedByPeer, shuttingDown, now, effects);
    }

    /// <summary>True for a fault of the replica, false for an end that is nobody's fault or the client's; null says nothing of it.</summary>
    public static bool? IsReplicaFault(AttemptOutcome outcome) => outcome switch
    {
        AttemptOutcome.Succeeded or AttemptOutcome.RefusedAsInvalid => false,
        AttemptOutcome.ClientLeft or AttemptOutcome.Cancelled => null,
        _ => true,
    };

    /// <summary>The same of another region's gateway: one that refuses for lack of room is alive.</summary>
    public static bool? IsRegionFault(AttemptOutcome outcome) => outcome == AttemptOutcome.UpstreamRefused ? false : IsReplicaFault(outcome);

    public static bool IsRetryable(AttemptOutcome outcome) =>
        outcome is AttemptOutcome.ConnectFailed or AttemptOutcome.UpstreamRefused or AttemptOutcome.BrokenBeforeFirstByte
            or AttemptOutcome.ConnectTimedOut or AttemptOutcome.FirstTokenTimedOut or AttemptOutcome.Hung;

    private ReasonCode? Forbidden(FlowEntry entry, Instant now) =>
        entry.Attempts - entry.PeerRefusals >= scope.Options.MaxAttempts ? ReasonCode.AttemptsExhausted
        : retries.Allows(now) ? null
        : ReasonCode.RetryBudgetSpent;

    private bool MustWait(FlowEntry entry, AttemptOutcome outcome, PlacementResult result, bool refusedByPeer, bool shuttingDown, Instant now, FlowEffectBuffer effects)
    {
        if (shuttingDown)
        {
            endings.ShutDown(entry, effects);
            return false;
        }

        if (entry.Deferred)
        {
            endings.Evict(entry, placement.WhyNot(entry, now).With(ReasonCode.NoRoom), effects);
            return false;
        }

        // All that serve were tried, and nothing is on its way: waiting would only delay the bad news.
        var hopeless = result == PlacementResult.NoneEligible && !refusedByPeer && home.ReadyCount > 0 && !placement.IsWarming(now) && !home.AnyRests(entry, now);
        if (hopeless || entry.Request.Relayed)
        {
            Fail(entry, outcome, ReasonCode.AttemptsExhausted, now, effects);
            return false;
        }

        return true;
    }

    private void Fail(FlowEntry entry, AttemptOutcome outcome, ReasonCode reason, Instant now, FlowEffectBuffer effects)
    {
        if (outcome is AttemptOutcome.FirstTokenTimedOut or AttemptOutcome.Hung)
        {
            endings.Reject(entry, 504, RequestOutcome.TimedOut, ReasonSet.Of(reason).With(TimeLimits.Reason(outcome)), drain.RetryAfter(now), effects);
            return;
        }

        var status = outcome == AttemptOutcome.UpstreamRefused ? 503 : 502;
        var reasons = ReasonSet.Of(reason).With(TimeLimits.Reason(outcome)).With(outcome == AttemptOutcome.UpstreamRefused ? ReasonSet.Of(ReasonCode.UpstreamRefusal) : ReasonSet.None);
        endings.Reject(entry, status, RequestOutcome.UpstreamFailed, reasons, RetryAfter(entry, now), effects);
    }

    private void End(FlowEntry entry, AttemptOutcome outcome, bool shuttingDown, Instant now, FlowEffectBuffer effects)
    {
        var overTime = TimeLimits.Reason(outcome);
        if (overTime != ReasonSet.None && outcome != AttemptOutcome.GapTimedOut && entry.OutputTokens == 0)
        {
            endings.Reject(entry, 504, RequestOutcome.TimedOut, overTime, drain.RetryAfter(now), effects);
            return;
        }

        var (result, reasons) = outcome switch
        {
            AttemptOutcome.Succeeded => (RequestOutcome.Completed, ReasonSet.Of(ReasonCode.Completed)),
            AttemptOutcome.ClientLeft => (RequestOutcome.ClientLeft, ReasonSet.Of(ReasonCode.ClientLeft)),
            AttemptOutcome.RefusedAsInvalid => (RequestOutcome.Invalid, ReasonSet.Of(ReasonCode.UpstreamRefusal)),
            _ when overTime != ReasonSet.None => (RequestOutcome.TimedOut, overTime.With(ReasonCode.FirstByteSent)),
            AttemptOutcome.Cancelled when shuttingDown => (RequestOutcome.ShuttingDown, ReasonSet.Of(ReasonCode.ShuttingDown)),
            AttemptOutcome.Cancelled => (RequestOutcome.Evicted, ReasonSet.None),
            _ => (RequestOutcome.StreamBroken, ReasonSet.Of(ReasonCode.FirstByteSent)),
        };
        endings.Finish(entry, result, reasons, effects);
    }

    // Replicas that rest here take nothing before, but another region may.
    private TimeSpan RetryAfter(FlowEntry entry, Instant now)
    {
        var (sooner, here) = (drain.RetryAfter(entry, now), drain.RetryAfter(now));
        return sooner < here ? sooner : Later(here, home.RestLeft(now));
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
