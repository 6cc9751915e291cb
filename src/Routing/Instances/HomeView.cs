using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>The model's replicas in the home region, sorted by id. A snapshot of the same replicas renews them in place, O(replicas).</summary>
internal sealed class HomeView(ModelId model, ServingCatalog catalog, LedgerBook book)
{
    private readonly List<HomeReplica> _replicas = [];

    public IReadOnlyList<HomeReplica> Replicas => _replicas;

    public Utilization KvUtilization { get; private set; } = Utilization.Full;

    public int ReadyCount { get; private set; }

    /// <summary>True while replicas are on their way.</summary>
    public bool HasStarting { get; private set; }

    public void Update(FleetSnapshot fleet)
    {
        var deployment = fleet.Find(model);
        var instances = deployment?.Instances ?? [];
        var same = HasSameReplicas(instances);
        if (!same || book.Count > _replicas.Count)
        {
            book.Prune(deployment);
        }

        if (!same)
        {
            Rebuild(instances);
        }

        ReadyCount = 0;
        HasStarting = false;
        for (var i = 0; i < instances.Length; i++)
        {
            _replicas[i].Renew(instances[i]);
            ReadyCount += instances[i].Phase == InstancePhase.Ready ? 1 : 0;
            HasStarting |= instances[i].Phase == InstancePhase.Starting;
        }

        KvUtilization = deployment?.KvUtilization ?? Utilization.Full;
    }

    public HomeReplica this[int index] => _replicas[index];

    public int Count => _replicas.Count;

    private bool HasSameReplicas(ImmutableArray<InstanceSnapshot> instances)
    {
        if (instances.Length != _replicas.Count)
        {
            return false;
        }

        for (var i = 0; i < instances.Length; i++)
        {
            var known = _replicas[i].Snapshot;
            if (known.Id != instances[i].Id || known.Pool != instances[i].Pool)
            {
                return false;
            }
        }

        return true;
    }

    private void Rebuild(ImmutableArray<InstanceSnapshot> instances)
    {
        _replicas.Clear();
        foreach (var instance in instances)
        {
            _replicas.Add(new HomeReplica(instance, catalog.FindProfile(model, instance.Pool.Accelerator), book.Of(instance.Id)));
        }
    }
}
