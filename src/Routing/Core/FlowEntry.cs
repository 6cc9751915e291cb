namespace SageServe.Routing;

/// <summary>One live request of the flow. Entries are reused, so that a request allocates nothing.</summary>
internal sealed class FlowEntry
{
    private static readonly InferenceRequest Nobody = new()
    {
        Id = new RequestId("-"),
        Model = new ModelId("-"),
        Tier = ServiceTier.NonInteractive,
        Tenant = new TenantId("-"),
        Origin = new RegionId("-"),
        PromptTokens = 0,
        ExpectedOutputTokens = 0,
        Arrived = Instant.Min,
        Deadline = Instant.Max,
    };

    public InferenceRequest Request { get; private set; } = Nobody;

    /// <summary>Order of arrival at the flow; the last tie-break of every order.</summary>
    public long Order { get; private set; }

    /// <summary>From the deferred queue: never held, given back when there is no room.</summary>
    public bool Deferred { get; private set; }

    public FlowStage Stage { get; set; }

    public int Attempts { get; set; }

    public int PeerRefusals { get; set; }

    public List<InstanceId> TriedReplicas { get; } = [];

    public List<RegionId> TriedRegions { get; } = [];

    /// <summary>The replica's account while at a replica.</summary>
    public InstanceLedger? Ledger { get; set; }

    /// <summary>The peer while at a peer.</summary>
    public RegionId Peer { get; set; }

    /// <summary>Reserved at the replica and not worked off yet.</summary>
    public long WorkTicks { get; set; }

    /// <summary>The part of <see cref="WorkTicks"/> that is prefill; zero after the first token.</summary>
    public long PrefillTicks { get; set; }

    /// <summary>The attempt in progress is the replica's n-th from here.</summary>
    public long SendNumber { get; set; }

    /// <summary>When the attempt in progress was sent to its replica.</summary>
    public Instant SentAt { get; set; }

    /// <summary>Prefill that was ahead of its first token then, its own included, in ticks.</summary>
    public long ExpectedFirstToken { get; set; }

    /// <summary>The half-open circuit that this attempt probes.</summary>
    public CircuitBreaker? Probes { get; set; }

    /// <summary>Cost of one output token on the replica, in ticks.</summary>
    public double TicksPerOutputToken { get; set; }

    /// <summary>Time between two output tokens on the replica, in ticks.</summary>
    public long TicksPerStep { get; set; }

    /// <summary>Output tokens of the attempt in progress, as far as told.</summary>
    public int OutputTokens { get; set; }

    /// <summary>Output tokens that the ledger takes as done: those told, or a guess where nothing is told.</summary>
    public int DoneTokens { get; set; }

    /// <summary>When the first token of a request that tells nothing is taken as out.</summary>
    public Instant FirstTokenDue { get; set; }

    /// <summary>When the next guess is made.</summary>
    public Instant LookAt { get; set; }

    /// <summary>Place in the heap of guesses; -1 when not in it.</summary>
    public int LookSlot { get; set; } = -1;

    public Instant HeldSince { get; set; }

    public TimeSpan HeldBefore { get; set; }

    public Instant HoldUntil { get; set; }

    /// <summary>Estimated work while held.</summary>
    public long HeldWorkTicks { get; set; }

    /// <summary>Of its tenant; null before it is sent or held for the first time.</summary>
    public TenantAccount? Account { get; set; }

    /// <summary>Weighted tokens that its tenant was charged for the attempt in progress.</summary>
    public long Charged { get; set; }

    /// <summary>Where it waits; null while it does not.</summary>
    public TenantLane? Lane { get; set; }

    /// <summary>Place in the heap of that lane; -1 when not in it.</summary>
    public int OrderSlot { get; set; } = -1;

    /// <summary>Place in the heap of hold limits; -1 when not in it.</summary>
    public int ExpirySlot { get; set; } = -1;

    /// <summary>By which it must be sent, while held; the deadline in orders that take off nothing.</summary>
    public Instant Due { get; set; } = Instant.Max;

    /// <summary>Class in the deadline and priority aware orders.</summary>
    public HoldClass HoldClass { get; set; }

    /// <summary>When that class ends; never in orders without classes.</summary>
    public Instant ClassUntil { get; set; } = Instant.Max;

    /// <summary>Place in the heap of class changes; -1 when not in it.</summary>
    public int ClassSlot { get; set; } = -1;

    public void Begin(InferenceRequest request, long order, bool deferred)
    {
        Request = request;
        Order = order;
        Deferred = deferred;
        Stage = FlowStage.New;
        Attempts = 0;
        PeerRefusals = 0;
        OutputTokens = 0;
        HeldBefore = TimeSpan.Zero;
        HeldWorkTicks = 0;
        Charged = 0;
        TriedReplicas.Clear();
        TriedRegions.Clear();
    }

    public void Forget()
    {
        Request = Nobody;
        Ledger = null;
        Probes = null;
        Peer = default;
    }
}
