namespace SageServe.Routing;

/// <summary>The model's replicas in the home region, sorted by id; rebuilt with each snapshot.</summary>
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
        book.Prune(deployment);
        _replicas.Clear();
        ReadyCount = 0;
        HasStarting = false;
        foreach (var instance in deployment?.Instances ?? [])
        {
            var ledger = book.Of(instance.Id);
            ledger.Observe(instance);
            var replica = new HomeReplica(instance, catalog.FindProfile(model, instance.Pool.Accelerator), ledger);
            _replicas.Add(replica);
            ReadyCount += replica.IsReady ? 1 : 0;
            HasStarting |= instance.Phase == InstancePhase.Starting;
        }

        KvUtilization = deployment?.KvUtilization ?? Utilization.Full;
    }

    public HomeReplica this[int index] => _replicas[index];

    public int Count => _replicas.Count;
}
