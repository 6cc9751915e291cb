using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>One region: its replicas, its gateway's flows, and what it last told the others. Look-ups are O(1); adding and removing a replica is O(replicas).</summary>
internal sealed class SimRegion(RegionSpec spec)
{
    private static readonly Comparer<SimReplica> PublishOrder = Comparer<SimReplica>.Create(InPublishOrder);

    private readonly List<SimReplica> _replicas = [];
    private readonly List<SimReplica> _published = [];
    private readonly Dictionary<InstanceId, SimReplica> _byId = [];
    private readonly SortedDictionary<PoolId, List<SimReplica>> _pools = [];

    public RegionId Id => Spec.Id;

    public RegionSpec Spec { get; } = spec;

    /// <summary>In order of their index; at least one.</summary>
    public List<SimGateway> Gateways { get; } = [];

    /// <summary>Of the first gateway, by model.</summary>
    public SortedDictionary<ModelId, FlowDriver> Flows => Gateways[0].Flows;

    /// <summary>The summaries of other regions as they last reached this one.</summary>
    public SortedDictionary<RegionId, ImmutableArray<RegionSummary>> Heard { get; } = [];

    /// <summary>Replicas that hold GPUs, in order of their start.</summary>
    public IReadOnlyList<SimReplica> Replicas => _replicas;

    /// <summary>Units of co-resident groups that hold GPUs, in order of their start.</summary>
    public List<SimUnit> Units { get; } = [];

    /// <summary>The same replicas in the order in which a fleet snapshot has them: by deployment, then id.</summary>
    public List<SimReplica> Published => _published;

    /// <summary>The latest snapshot that the flows were told of; null before the first.</summary>
    public FleetSnapshot? Fleet { get; set; }

    public long FleetVersion { get; set; }

    public int Started { get; set; }

    public ImmutableArray<RegionSummary> Summaries { get; private set; } = [];

    public ImmutableArray<RegionSummary> SummariesBefore { get; private set; } = [];

    public void Add(SimReplica replica)
    {
        _byId.Add(replica.Id, replica);
        _replicas.Add(replica);
        _published.Insert(~_published.BinarySearch(replica, PublishOrder), replica);
        if (!_pools.TryGetValue(replica.Pool, out var pool))
        {
            _pools.Add(replica.Pool, pool = []);
        }

        pool.Add(replica);
    }

    public void Remove(SimReplica replica)
    {
        _byId.Remove(replica.Id);
        _replicas.Remove(replica);
        _published.RemoveAt(_published.BinarySearch(replica, PublishOrder));
        _pools[replica.Pool].Remove(replica);
    }

    /// <summary>The pool's replicas that hold GPUs, in order of their start.</summary>
    public IReadOnlyList<SimReplica> InPool(PoolId pool) => _pools.TryGetValue(pool, out var replicas) ? replicas : [];

    public void Tell(ImmutableArray<RegionSummary> summaries)
    {
        SummariesBefore = Summaries;
        Summaries = summaries;
    }

    /// <summary>The latest summaries that have reached a region this far away.</summary>
    public ImmutableArray<RegionSummary> SeenAt(Instant now, TimeSpan oneWay) =>
        Summaries is [var first, ..] && first.TakenAt + oneWay <= now ? Summaries : SummariesBefore;

    public SimReplica? Find(InstanceId id) => _byId.GetValueOrDefault(id);

    public TimeSpan OneWayTo(RegionId other) => Spec.RoundTripTo(other) / 2;

    private static int InPublishOrder(SimReplica a, SimReplica b)
    {
        var order = a.Pool.Deployment.CompareTo(b.Pool.Deployment);
        return order != 0 ? order : a.Id.CompareTo(b.Id);
    }
}
