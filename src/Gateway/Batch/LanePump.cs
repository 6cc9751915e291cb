using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// The pump of one lane at this gateway: while it holds the lane's lease it reads the lane, asks the release rule which groups may go on, and
/// grants their items to the gateways that have room. Else it only looks once a second, for the metrics and for the calls that it holds.
/// </summary>
internal sealed class LanePump(
    ModelId model, PatientQueue queue, FlexLane flex, IDeferredRunner runner, DeferredReadout readout, PromiseDesk promises, ReleasePause pause,
    ReleaseLog releases, StoreAbsence absence, LiveConfiguration live, SteadyClock clock)
{
    /// <summary>How often a lane that is not pumped here is looked at, held calls are checked, and the lease is renewed.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A lane of many groups is read that much less often, since reading and deciding take time for each: of the limit of groups, ten times a second.
    /// </summary>
    private static readonly TimeSpan PauseForEachGroup = TimeSpan.FromMicroseconds(100);

    private readonly PatientRelease _release = new(live.Current.Options.Release);
    private readonly List<ReleaseGrant> _grants = [];
    private Instant _askedAt = Instant.Min;
    private Instant _readAt = Instant.Min;
    private Instant _auditedAt = Instant.Min;
    private int _groups;
    private bool _holds;

    /// <returns>Whether something was granted.</returns>
    public async ValueTask<bool> PassAsync(CancellationToken stopping)
    {
        if (clock.Now - _askedAt >= Look)
        {
            _askedAt = clock.Now;
            _holds = await queue.HoldPumpAsync(model, DeferredTimes.PumpLease, stopping);
        }

        if (_holds)
        {
            return clock.Now - _readAt >= PauseForEachGroup * _groups && await ReleaseAsync(await ReadAsync(stopping), stopping);
        }

        if (clock.Now - _readAt >= Look)
        {
            await ReadAsync(stopping);
        }

        return false;
    }

    public async ValueTask<DeferredLaneState> ReadAsync(CancellationToken stopping)
    {
        _readAt = clock.Now;
        var state = await queue.ReadAsync(model, stopping);
        absence.Back();
        releases.FlushDue(clock.Now);
        _groups = state.Groups.Length;
        readout.See(model, state);
        if (clock.Now - _auditedAt >= Look)
        {
            _auditedAt = clock.Now;
            await flex.AuditAsync(model, state, stopping);
        }

        return state;
    }

    /// <summary>So that another gateway need not wait for the lease's end.</summary>
    public async ValueTask LetGoAsync()
    {
        _askedAt = Instant.Min;
        if (_holds)
        {
            _holds = false;
            await queue.HoldPumpAsync(model, TimeSpan.Zero, CancellationToken.None);
        }
    }

    /// <summary>The gateway leaves: what was released is written down.</summary>
    public void Close() => releases.Flush(clock.Now);

    private async ValueTask<bool> ReleaseAsync(DeferredLaneState state, CancellationToken stopping)
    {
        var room = state.Members.Sum(m => (long)m.Room);
        if (await pause.IsOnAsync(stopping) || state.Waiting == 0 || room <= 0)
        {
            return false;
        }

        var (facts, options) = (FactsOf(state, room), live.Current.Options.Release);
        _release.Change(options);
        var decision = _release.Decide(facts, _grants);
        BatchMetrics.Decided(model, decision.Reason);
        var divided = GrantDivision.Divide(_grants, state);
        if (divided.Count == 0)
        {
            releases.Take(facts, options.Rule, decision.Reason, []);
            return false;
        }

        if (await queue.GrantAsync(model, divided, stopping) is not { } counts)
        {
            // Another gateway took the lease while this one could not renew it.
            _holds = false;
            return false;
        }

        var reasons = _grants.ToDictionary(g => g.Group, g => g.Reason, StringComparer.Ordinal);
        for (var i = 0; i < counts.Count; i++)
        {
            BatchMetrics.ItemsReleased(model, reasons[divided[i].Group], counts[i]);
        }

        releases.Take(facts, options.Rule, decision.Reason, divided
            .Select((given, i) => new ReleaseGrant(given.Group, counts[i], given.Urgent, reasons[given.Group])).Where(given => given.Count > 0));
        return counts.Any(count => count > 0);
    }

    private ReleaseFacts FactsOf(DeferredLaneState state, long room)
    {
        var home = runner.Fleet.Find(model);

        // The gateways of a region share the replicas evenly, and what each of them sees of interactive work is alike.
        var (own, interactive) = runner.ReadForPatients(model);
        var gateways = Math.Max(1, state.Members.Length);
        return new ReleaseFacts
        {
            Now = clock.Now,
            Groups = [.. state.Groups.Select(GroupOf)],
            KvUtilization = home?.KvUtilizationOf(ServiceTier.NonInteractive, live.Current.Catalog) ?? Utilization.Full,
            Pressure = runner.ReadPressure(model),
            ReadyReplicas = home?.Instances.Count(i => i.Phase == InstancePhase.Ready) ?? 0,
            ReadyElsewhere = runner.Fleet.IsReadyElsewhere(model),
            Room = (int)Math.Min(room, FlowLimits.MaxOffered),
            Headroom = promises.Find(model)?.Release,
            Open = own.Open * gateways,
            Slots = own.Slots * gateways,
            Interactive = interactive,
        };
    }

    // The work of what waits out a pause is not told apart; it is taken to be like the rest.
    internal static PatientGroup GroupOf(DeferredGroupState group) => new(
        group.Id,
        group.Tenant,
        group.Deadline,
        group.OldestEnqueuedAt,
        group.Waiting,
        group.Leased + group.Delayed,
        group.Waiting > 0 ? group.WorkSeconds * group.Waiting / (group.Waiting + group.Delayed) : 0,
        DeferredGroup.IsHeld(group.Id));
}
