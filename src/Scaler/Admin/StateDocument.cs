using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>Answer of <c>GET /admin/state</c>. Times are on the planning clock.</summary>
internal sealed record StateDocument(
    Instant EnvelopeNow,
    bool DryRun,
    bool Frozen,
    string Strategy,
    TickDocument? LastTick,
    SolveReport? Solve,
    ImmutableArray<ActionDocument> Actions,
    ImmutableArray<PoolStanding> Pools)
{
    /// <summary>Left out without co-resident groups.</summary>
    public ImmutableArray<GroupStanding>? Groups { get; init; }

    /// <summary>What this process may do.</summary>
    public LeadershipStanding Leads { get; init; } = new(true, true);

    /// <summary>Workloads of the cluster; left out where there is none.</summary>
    public ImmutableArray<WorkloadStanding>? Workloads { get; init; }

    /// <summary>GPUs of the cluster that other work has meanwhile; left out where nobody says which that is.</summary>
    public int? LentGpus { get; init; }
}
