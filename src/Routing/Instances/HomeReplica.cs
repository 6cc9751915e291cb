namespace SageServe.Routing;

/// <summary>One home replica as the latest snapshot shows it, with its ledger and the costs of its pool.</summary>
internal sealed class HomeReplica(InstanceSnapshot snapshot, ThroughputProfile? profile, InstanceLedger ledger)
{
    public InstanceSnapshot Snapshot { get; } = snapshot;

    public ThroughputProfile? Profile { get; } = profile;

    public InstanceLedger Ledger { get; } = ledger;

    public WorkRate Rate { get; } = WorkRate.Of(profile);

    public InstanceId Id => Snapshot.Id;

    public bool IsReady => Snapshot.Phase == InstancePhase.Ready;

    public int MaxSequences => Snapshot.MaxSequences > 0 ? Snapshot.MaxSequences : Profile?.MaxSequences ?? int.MaxValue;

    public long KvCapacityTokens => Snapshot.KvCapacityTokens > 0 ? Snapshot.KvCapacityTokens : Profile?.KvCapacityTokens ?? 0;

    /// <summary>Work of others, assumed to look like ours and to be half done.</summary>
    public long ForeignTicks(WorkMix mix) => Ledger.ForeignRequests == 0 ? 0 : Ledger.ForeignRequests * mix.MeanWorkTicks(Rate) / 2;

    /// <summary>All work that is ahead of a new request.</summary>
    public long OutstandingTicks(WorkMix mix) => Ledger.WorkTicks + ForeignTicks(mix);

    public bool FitsContext(InferenceRequest request) => KvCapacityTokens == 0 || request.PromptTokens < KvCapacityTokens;
}
