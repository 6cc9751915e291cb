namespace SageServe.Routing;

/// <summary>One home replica as the latest snapshot shows it, with its ledger and the costs of its pool.</summary>
internal sealed class HomeReplica
{
    // Of the profile, which looks them up in a table each time.
    private readonly double _secondsPerPromptToken;
    private readonly double _secondsPerOutputToken;

    /// <param name="snapshot">As it was first seen.</param>
    /// <param name="profile">Null for hardware that the catalog has no profile of.</param>
    /// <param name="spec">Null for a pool that the catalog does not name: it serves everyone.</param>
    /// <param name="ledger">What we have there.</param>
    public HomeReplica(InstanceSnapshot snapshot, ThroughputProfile? profile, PoolSpec? spec, InstanceLedger ledger)
    {
        Snapshot = snapshot;
        Spec = spec;
        Profile = profile;
        Ledger = ledger;
        Rate = WorkRate.Of(profile);
        _secondsPerPromptToken = profile?.SecondsPerPromptToken ?? 0;
        _secondsPerOutputToken = profile?.SecondsPerOutputToken ?? 0;
        Hash = StableHash.Of(snapshot.Id.Value);
    }

    /// <summary>Of its id, for rendezvous hashing.</summary>
    public ulong Hash { get; }

    public InstanceSnapshot Snapshot { get; private set; }

    public ThroughputProfile? Profile { get; }

    public PoolSpec? Spec { get; }

    /// <summary>False for a unified pool.</summary>
    public bool IsKeptForSome => Spec is { } spec && (spec.TakesOverflow || !spec.Tiers.IsEmpty);

    public bool IsOwnOf(ServiceTier tier) => Spec?.IsOwnOf(tier) ?? true;

    public bool MayServe(ServiceTier tier) => Spec?.MayServe(tier) ?? true;

    public InstanceLedger Ledger { get; }

    public WorkRate Rate { get; }

    public InstanceId Id => Snapshot.Id;

    public bool IsReady => Snapshot.Phase == InstancePhase.Ready;

    /// <summary>When it should serve by the catalog's cold start, counted from when it was first seen; null unless it is starting.</summary>
    public Instant? ServesAt => Ledger.StartingSince + (Profile?.ColdStart ?? TimeSpan.Zero);

    public int MaxSequences { get; private set; }

    public long KvCapacityTokens { get; private set; }

    /// <summary>Takes a snapshot of the same replica: the first and every newer one.</summary>
    public void Renew(InstanceSnapshot snapshot, Instant now)
    {
        Snapshot = snapshot;
        Ledger.StartingSince = snapshot.Phase == InstancePhase.Starting ? Ledger.StartingSince ?? now : null;
        Ledger.Observe(snapshot);
        if (snapshot.Phase is not (InstancePhase.Ready or InstancePhase.Draining))
        {
            Ledger.ForgetWarmth();
        }
        else if (!snapshot.Adapters.IsDefaultOrEmpty)
        {
            Ledger.Adapters.Observe(snapshot.Adapters, snapshot.AdapterSlots > 0 ? snapshot.AdapterSlots : snapshot.Adapters.Length);
        }

        MaxSequences = snapshot.MaxSequences > 0 ? snapshot.MaxSequences : Profile?.MaxSequences ?? int.MaxValue;
        KvCapacityTokens = snapshot.KvCapacityTokens > 0 ? snapshot.KvCapacityTokens : Profile?.KvCapacityTokens ?? 0;
    }

    /// <summary>Work of others, assumed to look like ours and to be half done.</summary>
    public long ForeignTicks(WorkMix mix) => Ledger.ForeignRequests == 0 ? 0 : Ledger.ForeignRequests * mix.MeanWorkTicks(Rate) / 2;

    /// <summary>What is left of the other gateways' prefill there, less what must be done since they said so.</summary>
    public long SiblingPrefillLeft(Instant now) => Math.Max(0, SiblingPrefillTicks - (now - Ledger.SiblingsToldAt).Ticks);

    /// <summary>When that is nothing any more.</summary>
    public Instant SiblingPrefillEnds => Ledger.SiblingsToldAt + TimeSpan.FromTicks(SiblingPrefillTicks);

    /// <summary>Prefill of the other gateways there, as they said.</summary>
    private long SiblingPrefillTicks => Ledger.SiblingPromptTokens is { } tokens ? Rate.PrefillTicks(tokens) : 0;

    /// <summary>All work that is ahead of a new request.</summary>
    public long OutstandingTicks(WorkMix mix) => Ledger.WorkTicks + ForeignTicks(mix) + SiblingPrefillTicks;

    /// <summary>What delays the first token of a new request here: prefill, and a decode step of all that runs.</summary>
    public long FirstTokenTicks => Ledger.PrefillTicks + SiblingPrefillTicks + (long)((Ledger.Requests + Ledger.ForeignRequests) * Rate.TicksPerOutputToken);

    /// <summary>What <see cref="ThroughputProfile.PromptTokensPerSecond"/> says; there must be a profile.</summary>
    public double PromptTokensPerSecond(double outputPerPromptToken) => 1 / (_secondsPerPromptToken + outputPerPromptToken * _secondsPerOutputToken);

    public bool FitsContext(InferenceRequest request) => KvCapacityTokens == 0 || request.PromptTokens < KvCapacityTokens;
}
