namespace SageServe.Routing;

/// <summary>How one model's requests are routed. Names are what configuration says.</summary>
public sealed record ModelFlowOptions
{
    /// <summary>Region rule: <c>home-first</c> (the paper's), <c>least-utilized</c>, <c>nearest</c>, <c>cheapest</c>, <c>predicted-ttft</c>.</summary>
    [OneOf(typeof(NamedRules), nameof(NamedRules.RegionNames))]
    public string RegionPolicy { get; init; } = "home-first";

    /// <summary>Instance rule: <c>least-outstanding-work</c>, <c>power-of-two</c>, <c>round-robin</c>, <c>prefix-affinity</c>, <c>session-affinity</c>.</summary>
    [OneOf(typeof(NamedRules), nameof(NamedRules.InstanceNames))]
    public string InstancePolicy { get; init; } = "least-outstanding-work";

    /// <summary>Rule <c>predicted-ttft</c>: a home below the threshold gives a request away only when another region is faster by this.</summary>
    public TimeSpan RelayGain { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Weights of prefix, session and adapter affinity against load.</summary>
    public AffinityOptions Affinity { get; init; } = new();

    /// <summary>
    /// Order of the hold queue: <c>fcfs</c> (arrival), <c>edf</c> (deadline), <c>pf</c> (tier, then arrival), <c>dpa</c> (urgent, recently
    /// late, not urgent, long late), <c>on-time</c> (the same by the latest start that meets the target).
    /// </summary>
    [OneOf(typeof(NamedRules), nameof(NamedRules.OrderNames))]
    public string HoldOrder { get; init; } = "on-time";

    /// <summary>Orders <c>dpa</c> and <c>on-time</c>: a request is urgent when it is due within this time.</summary>
    public TimeSpan UrgentWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Orders <c>dpa</c> and <c>on-time</c>: a request is recently late until it has been due for this long.</summary>
    public TimeSpan LateWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Turns of the hold queue that go to the longest waiting of those whom the strict orders (<c>pf</c>, <c>dpa</c>) put last, as a share
    /// of all turns while they wait; 0 lets them starve.
    /// </summary>
    [Within(0, 0.5)]
    public double TrickleShare { get; init; } = 0.02;

    /// <summary>
    /// Who is next among tenants whose requests are held in the same tier and class: <c>vtc</c> (virtual token counters: the one that was
    /// served least), <c>none</c> (tenants are not looked at).
    /// </summary>
    [OneOf(typeof(NamedRules), nameof(NamedRules.FairnessNames))]
    public string Fairness { get; init; } = "vtc";

    /// <summary>Fairness <c>vtc</c>: what a prompt token counts.</summary>
    [Within(0, 1000)]
    public double FairPromptWeight { get; init; } = 1;

    /// <summary>Fairness <c>vtc</c>: what an output token counts.</summary>
    [Within(0, 1000)]
    public double FairOutputWeight { get; init; } = 2;

    /// <summary>Above this KV utilisation of the pools kept for its tier a request goes to pools that take overflow first (Chiron's router).</summary>
    [Within(0, 1)]
    public double OverflowThreshold { get; init; } = 0.70;

    /// <summary>A region takes new requests of its own while its KV utilisation is below this (paper section 4).</summary>
    [Within(0, 1)]
    public double HomeThreshold { get; init; } = 0.70;

    /// <summary>Metrics older than this make a replica ineligible while a fresh one exists.</summary>
    public TimeSpan MetricsFreshFor { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A summary older than this counts as the worst case: nothing is relayed to that region.</summary>
    public TimeSpan SummaryFreshFor { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What one summary allows to be relayed: this many seconds of the free rate that it tells.</summary>
    public double RelaySecondsPerSummary { get; init; } = 1;

    /// <summary>Outstanding work that one replica may have from all gateways, in replica seconds; beyond it requests are held.</summary>
    [Within(0, AboveLow = true)]
    public double ReplicaBoundSeconds { get; init; } = 30;

    /// <summary>
    /// The part of the outstanding work that may be prefill, in replica seconds: what a new request waits for inside the engine, whose
    /// queue is first come first served. The rest waits here, in the hold order.
    /// </summary>
    [Within(0, AboveLow = true)]
    public double PrefillBoundSeconds { get; init; } = 0.5;

    /// <summary>
    /// What the region's other gateways say of their prefills counts this long: while it does, all share the prefill bound by what they
    /// know of each other; else each keeps to its part. A request that was held for so long is not kept waiting for them any more.
    /// </summary>
    public TimeSpan SiblingsFreshFor { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Share of both bounds that deferred work may fill; the rest stays free for interactive work.</summary>
    [Within(0, 1, AboveLow = true)]
    public double DeferredBoundShare { get; init; } = 0.5;

    /// <summary>Where released patient work runs.</summary>
    public PatientOptions Patient { get; init; } = new();

    /// <summary>Gateways in the region, which share each replica's bound; counts until a fleet snapshot tells the number of live ones.</summary>
    [Within(1)]
    public int Gateways { get; init; } = 1;

    /// <summary>
    /// Of what the other gateways leave unused of a replica's work and KV bounds by its last reading, this one may borrow its share for
    /// the fast tier, times this; 0: each keeps to its own share.
    /// </summary>
    [Within(0, 1)]
    public double BorrowShare { get; init; } = 1;

    /// <summary>Attempts of one request, the first included; a peer's refusal is not counted.</summary>
    [Within(1)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>Retries may add at most this share to the attempts of the last minute, and always <see cref="RetryFloor"/>.</summary>
    [Within(0)]
    public double RetryBudget { get; init; } = 0.2;

    /// <summary>Retries that are always allowed within a minute.</summary>
    [Within(0)]
    public int RetryFloor { get; init; } = 10;

    /// <summary>A replica that failed is avoided this long, doubled with each further failure in a row up to twenty times as long.</summary>
    public TimeSpan AvoidAfterFailure { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>When a replica or region that keeps failing gets nothing any more.</summary>
    public BreakerOptions Breaker { get; init; } = new();

    /// <summary>When a replica that does worse than its peers gets nothing for a while.</summary>
    public OutlierOptions Outlier { get; init; } = new();

    /// <summary>A replica's share of its bound grows from <see cref="SlowStartShare"/> to 1 over this time after it became ready; zero: at once.</summary>
    public TimeSpan SlowStart { get; init; }

    /// <summary>The share with which slow start begins.</summary>
    [Within(0, 1, AboveLow = true)]
    public double SlowStartShare { get; init; } = 0.1;

    /// <summary>
    /// Where no replica has fresh metrics and a closed circuit, tiers up to this one are sent to the others on a guess; slower ones wait
    /// or are given back.
    /// </summary>
    public ServiceTier FailOpenUpTo { get; init; } = ServiceTier.InteractiveNormal;

    /// <summary>Held requests of the model, all tiers.</summary>
    [Within(0)]
    public int MaxHeld { get; init; } = 10_000;

    /// <summary>
    /// Status of a refusal for want of room while replicas serve: 503, because 429 means the caller's own limit, or 429 where something
    /// in front takes a server out that answers 503.
    /// </summary>
    [OneOf("503", "429")]
    public int CapacityStatus { get; init; } = 503;

    /// <summary>While no replica serves and none is on its way requests are held this long after the last was ready: it may come back.</summary>
    public TimeSpan ReturnWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Share of the TTFT target that outstanding prefill may take before pressure is 1 (DESIGN 5.4).</summary>
    [Within(0, AboveLow = true)]
    public double PressureHeadroom { get; init; } = 0.8;

    /// <summary>Retry-After while nothing serves and nothing is known to be starting.</summary>
    public TimeSpan UnknownRetryAfter { get; init; } = TimeSpan.FromSeconds(30);
}
