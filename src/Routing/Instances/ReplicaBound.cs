namespace SageServe.Routing;

/// <summary>
/// How much outstanding work of this gateway one replica may have, and whether a request still fits under it (DESIGN 5.5): replica
/// seconds in all, seconds of prefill (the wait inside the engine), sequences, and KV tokens (beyond them the engine preempts).
/// Each gateway keeps to its share of each bound, so that all together keep to the whole without asking each other; of what the others
/// leave unused of work and KV, by the replica's last reading, it may borrow its share for the fast tier.
/// </summary>
internal sealed class ReplicaBound(ModelFlowOptions options, WorkMix mix, BoundDivision division, InteractiveWork interactive)
{
    private readonly double _borrow = options.BorrowShare;
    private readonly double _deferredShare = options.DeferredBoundShare;
    private readonly double _kvReserve = options.Patient.KvReserve;
    private readonly long _work = TimeSpan.FromSeconds(options.ReplicaBoundSeconds).Ticks;
    private readonly long _prefill = TimeSpan.FromSeconds(options.PrefillBoundSeconds).Ticks;
    private readonly double _patientPrefill = options.Patient.Placement == NamedRules.Pack ? options.Patient.PrefillSeconds * TimeSpan.TicksPerSecond : double.MaxValue;

    public BoundDivision Division { get; } = division;

    /// <summary>An idle replica takes any request, however long; else nothing could ever serve one longer than the bound.</summary>
    /// <param name="replica">Where to.</param>
    /// <param name="entry">The request.</param>
    /// <param name="cachedTokens">Of its prompt, there already.</param>
    /// <param name="now">Request time.</param>
    /// <param name="less">What is thought away of the replica's requests.</param>
    public bool HasRoom(HomeReplica replica, FlowEntry entry, int cachedTokens, Instant now, BoundRelief less = default)
    {
        var ledger = replica.Ledger;
        var heeds = ledger.SiblingPromptTokens is not null && !HasWaited(entry, now);
        var siblings = heeds ? replica.SiblingPrefillLeft(now) : 0;
        if (ledger.Requests == less.Requests && siblings == 0)
        {
            return true;
        }

        var request = entry.Request;
        var grown = GrownShare(replica, now);
        var patient = entry.Deferred && !request.Urgent;
        var share = patient ? _deferredShare * grown : grown;
        var prefill = (heeds ? _prefill : Division.ShareOf(_prefill)) * share;
        return ledger.Requests - less.Requests < Math.Max(1, share * Division.ShareOf(replica.MaxSequences))
            && ledger.WorkTicks - less.WorkTicks + replica.Rate.WorkTicks(request, cachedTokens) <= (Division.ShareOf(_work) + Borrowed(entry, replica, _work, ledger.ForeignRequests * mix.MeanWorkTicks(replica.Rate), now)) * share
            && FitsPrefill(ledger.PrefillTicks - less.PrefillTicks + siblings, replica.Rate.PrefillTicks(request.PromptTokens - cachedTokens), patient ? Math.Min(prefill, PatientPrefill(now)) : prefill)
            && FitsKv(replica, ledger.ReservedKvTokens - less.KvTokens + request.PromptTokens + request.ExpectedOutputTokens + (entry.Deferred ? KvKept(replica, now) : 0), Borrowed(entry, replica, replica.KvCapacityTokens, ledger.ForeignRequests * mix.Tokens, now));
    }

    /// <summary>Patient requests of the usual length in flight that a replica has room for.</summary>
    public int PatientSlots(HomeReplica replica, Instant now)
    {
        var share = _deferredShare * GrownShare(replica, now);

        // What runs has half of its work left, on average.
        var work = 2 * share * Division.ShareOf(_work) / Math.Max(1, mix.MeanWorkTicks(replica.Rate));
        var kv = replica.KvCapacityTokens == 0 ? work : (Division.ShareOf(replica.KvCapacityTokens) - KvKept(replica, now)) / mix.Tokens;
        return (int)Math.Max(1, Math.Min(Math.Min(share * Division.ShareOf(replica.MaxSequences), work), kv));
    }

    /// <summary>What a replica has for patient requests of the usual length; it is not looked at whether it may serve them. O(1).</summary>
    /// <param name="replica">Which.</param>
    /// <param name="part">Of its slots, not kept for interactive work.</param>
    /// <param name="now">Request time.</param>
    public PatientRoom RoomForPatients(HomeReplica replica, double part, Instant now)
    {
        var ledger = replica.Ledger;
        var slots = (int)Math.Ceiling(part * PatientSlots(replica, now));
        var patients = ledger.Requests - ledger.InteractiveRequests;
        if (patients >= slots)
        {
            return new PatientRoom(0, slots);
        }

        var share = _deferredShare * GrownShare(replica, now);
        var work = (share * Division.ShareOf(_work) - ledger.WorkTicks) / Math.Max(1, mix.MeanWorkTicks(replica.Rate));
        var kv = replica.KvCapacityTokens == 0 ? work : (Division.ShareOf(replica.KvCapacityTokens) - KvKept(replica, now) - ledger.ReservedKvTokens) / mix.Tokens;
        var prefill = (Math.Min(Division.ShareOf(_prefill) * share, PatientPrefill(now)) - ledger.PrefillTicks) / Math.Max(1, mix.PromptTokens * replica.Rate.TicksPerPromptToken);
        var open = Math.Min(Math.Min(slots - patients, work), Math.Min(kv, ledger.PrefillTicks == 0 ? Math.Max(1, prefill) : prefill));
        return new PatientRoom((int)Math.Max(ledger.Requests == 0 ? 1 : 0, open), slots);
    }

    /// <summary>Where no interactive work came lately nobody is in a prompt's way.</summary>
    private double PatientPrefill(Instant now) => interactive.BusyReplicas(now) > 0 ? _patientPrefill : double.MaxValue;

    /// <summary>Of this gateway's share of the KV cache: what patient work, urgent or not, leaves for interactive requests to come, which would evict it else.</summary>
    private long KvKept(HomeReplica replica, Instant now) => interactive.BusyReplicas(now) > 0 ? (long)(_kvReserve * Division.ShareOf(replica.KvCapacityTokens)) : 0;

    /// <summary>Slow start: the part of its bound that a replica may have so soon after it became ready or came back; else 1.</summary>
    public double GrownShare(HomeReplica replica, Instant now)
    {
        var since = Instant.Later(replica.Snapshot.ReadySince, replica.Ledger.Record.ReturnsAt);
        return since == Instant.Min || now - since >= options.SlowStart ? 1
            : Math.Max(options.SlowStartShare, (now - since) / options.SlowStart);
    }

    /// <summary>True when what this gateway has there is within its share, or a single request.</summary>
    public bool IsKeptBy(HomeReplica replica)
    {
        var ledger = replica.Ledger;
        return ledger.Requests <= 1
            || ledger.Requests <= Math.Max(1, Division.ShareOf(replica.MaxSequences))
            && ledger.WorkTicks <= Division.ShareOf(_work)
            && ledger.PrefillTicks <= Division.ShareOf(_prefill)
            && FitsKv(replica, ledger.ReservedKvTokens, borrowed: 0);
    }

    /// <summary>
    /// To wait for the other gateways' prefills is worth a moment: who has waited longer is in an overload, where each keeps to its part and no
    /// replica must stand idle between two words.
    /// </summary>
    private bool HasWaited(FlowEntry entry, Instant now) => entry.Stage == FlowStage.Held && now - entry.HeldSince >= options.SiblingsFreshFor;

    /// <summary>A prompt longer than the bound goes when no other prefill is ahead of it.</summary>
    private static bool FitsPrefill(long outstanding, long added, double bound) => outstanding == 0 || outstanding + added <= bound;

    private bool FitsKv(HomeReplica replica, long tokens, double borrowed) =>
        replica.KvCapacityTokens == 0 || tokens <= Division.ShareOf(replica.KvCapacityTokens) + borrowed;

    /// <summary>
    /// One gateway's share of what the others leave unused, for the fast tier only: a gateway without fast requests must not fill with slower
    /// ones what another one's fast requests wait for. Nothing on an old reading, and nothing before all that is out keeps to the
    /// shares of a new number of gateways. All together may so have (1 - 1/G) of the bound too much, if all come in between two readings.
    /// </summary>
    private double Borrowed(FlowEntry entry, HomeReplica replica, long whole, double usedByOthers, Instant now) =>
        Division.By <= 1 || entry.Request.Tier != ServiceTier.InteractiveFast || Division.Kept != Division.By || now - replica.Snapshot.MetricsAt > options.MetricsFreshFor
            ? 0
            : _borrow * Math.Max(0, whole - Division.ShareOf(whole) - usedByOthers) / Division.By;
}
