using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>
/// Tells a replica that hangs from one that is busy: by bytes of its answers here, by its metrics, by its health check. It judges only where
/// the request could go elsewhere: to leave a silent replica for nothing would fail what may still be answered.
/// </summary>
internal sealed class HangJudge(FleetObserver observer, FleetDirectory directory, CurrentFleet fleet, LiveConfiguration live, ReplicaPulses pulses, SteadyClock clock)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>What an attempt at a replica is to be asked about; it counts the replica's bytes from here on.</summary>
    public HangCheck Begin(Exchange exchange, InstanceId instance, ModelDispatcher dispatcher, TimeoutOptions limits) =>
        new(this, exchange, instance, dispatcher, limits, pulses.Of(instance));

    /// <param name="check">The attempt.</param>
    /// <param name="waited">Since it began; no byte has come.</param>
    /// <returns>When to look again; null: the replica hangs.</returns>
    public TimeSpan? LookAgainIn(HangCheck check, TimeSpan waited)
    {
        var (now, quiet) = (clock.Now, check.Limits.HangAfter);
        var health = observer.HealthOf(check.Instance);
        var isIll = IsIll(check);
        var due = isIll ? quiet : Later(quiet, Expected(check) * check.Limits.HangFactor);
        if (waited < due)
        {
            return due - waited;
        }

        var stands = now - Instant.Later(check.Pulse.LastByteAt, health?.MovedAt ?? Instant.Min);
        if (stands < quiet)
        {
            return quiet - stands;
        }

        // A whole answer is silent until its end: without fresh metrics nothing tells that it is not being made.
        var isKnown = isIll || check.Exchange.Request.Streaming || (health?.Last is { } last && now - last.At <= live.Current.Options.Routing.MetricsFreshFor);
        return isKnown && MayGoElsewhere(check) ? null : Soon;
    }

    /// <summary>Nobody listens there any more, or its health check fails.</summary>
    private bool IsIll(HangCheck check) =>
        fleet.Latest.Find(check.Exchange.Request.Model)?.Instances.FirstOrDefault(i => i.Id == check.Instance) is { Phase: InstancePhase.Lost };

    /// <summary>First byte of an idle replica, by the profile; that of a whole answer comes after its last token.</summary>
    private TimeSpan Expected(HangCheck check)
    {
        var (request, now) = (check.Exchange.Request, live.Current);
        var prefill = now.Slo.UnloadedPrefill(request.Model, directory.AcceleratorOf(check.Instance), request.PromptTokens);
        return request.Streaming || now.Catalog.FindProfile(request.Model, directory.AcceleratorOf(check.Instance)) is not { } profile
            ? prefill
            : prefill + TimeSpan.FromSeconds(request.ExpectedOutputTokens * profile.DecodeStepSeconds(profile.MaxSequences));
    }

    private bool MayGoElsewhere(HangCheck check)
    {
        var (exchange, latest) = (check.Exchange, fleet.Latest);
        if (exchange.Attempts >= live.Current.Options.Routing.MaxAttempts || !check.Dispatcher.ReadMayRetry())
        {
            return false;
        }

        var request = exchange.Request;
        var isHere = latest.Find(request.Model)?.Instances.Any(
            i => i.Phase == InstancePhase.Ready && i.Id != check.Instance && exchange.Tried?.Contains(i.Id) != true) == true;
        return isHere || (!request.Relayed && latest.Others.Any(
            o => o.Model == request.Model && o.ReadyReplicas > 0 && (request.AllowedRegions.IsEmpty || request.AllowedRegions.Contains(o.Region))));
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
