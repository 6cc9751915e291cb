namespace SageServe.Routing;

/// <summary>
/// How much outstanding work of this gateway one replica may have, and whether a request still fits under it (DESIGN 5.5): replica
/// seconds in all, seconds of prefill (the wait inside the engine), sequences, and KV tokens (beyond them the engine preempts).
/// Each gateway keeps to its share of each bound, so that all together keep to the whole without asking each other; of what the others
/// leave unused of work and KV, by the replica's last reading, it may borrow its share for the fast tier.
/// </summary>
internal sealed class ReplicaBound(ModelFlowOptions options, WorkMix mix, BoundDivision division)
{
    private readonly double _borrow = options.BorrowShare;
    private readonly double _deferredShare = options.DeferredBoundShare;
    private readonly long _work = TimeSpan.FromSeconds(options.ReplicaBoundSeconds).Ticks;
    private readonly long _prefill = TimeSpan.FromSeconds(options.PrefillBoundSeconds).Ticks;

    public BoundDivision Division { get; } = division;

    /// <summary>An idle replica takes any request, however long; else nothing could ever serve one longer than the bound.</summary>
    /// <param name="replica">Where to.</param>
    /// <param name="entry">The request.</param>
    /// <param name="cachedTokens">Of its prompt, there already.</param>
    /// <param name="now">Request time.</param>
    public bool HasRoom(HomeReplica replica, FlowEntry entry, int cachedTokens, Instant now)
    {
        var ledger = replica.Ledger;
        var heeds = ledger.SiblingPromptTokens is not null && !HasWaited(entry, now);
        var siblings = heeds ? replica.SiblingPrefillLeft(now) : 0;
        if (ledger.Requests == 0 && siblings == 0)
        {
            return true;
        }

        var request = entry.Request;
        var grown = GrownShare(replica, now);
        var share = entry.Deferred ? _deferredShare * grown : grown;
        return ledger.Requests < Math.Max(1, share * Division.ShareOf(replica.MaxSequences))
            && ledger.WorkTicks + replica.Rate.WorkTicks(request, cachedTokens) <= (Division.ShareOf(_work) + Borrowed(entry, replica, _work, ledger.ForeignRequests * mix.MeanWorkTicks(replica.Rate), now)) * share
            && FitsPrefill(ledger.PrefillTicks + siblings, replica.Rate.PrefillTicks(request.PromptTokens - cachedTokens), (heeds ? _prefill : Division.ShareOf(_prefill)) * share)
            && FitsKv(replica, ledger.ReservedKvTokens + request.PromptTokens + request.ExpectedOutputTokens, Borrowed(entry, replica, replica.KvCapacityTokens, ledger.ForeignRequests * mix.Tokens, now));
    }

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
