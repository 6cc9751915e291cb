using System.Collections.Frozen;

namespace SageServe.Gateway;

/// <summary>Who exists in this region, from the source that configuration names, and where each replica is reached.</summary>
internal sealed class FleetDirectory : BackgroundService
{
    private readonly IFleetSource _source;
    private readonly RegionId _home;
    private volatile FrozenDictionary<InstanceId, FleetReplica> _replicas;

    public FleetDirectory(GatewayOptions options, IFleetSource source)
    {
        _home = new RegionId(options.Region);
        _source = source;
        _replicas = Index();
        _source.Changed += () =>
        {
            _replicas = Index();
            Changed?.Invoke();
        };
    }

    /// <summary>Raised after others were found.</summary>
    public event Action? Changed;

    /// <summary>Null once anything is known of the replicas; else what is waited for.</summary>
    public string? WaitsFor => _source.WaitsFor;

    public IReadOnlyCollection<FleetReplica> Replicas => _replicas.Values;

    public string? UrlOf(InstanceId id) => _replicas.TryGetValue(id, out var replica) ? replica.Url : null;

    /// <summary>None for a replica that is not listed any more.</summary>
    public AcceleratorId AcceleratorOf(InstanceId id) => _replicas.TryGetValue(id, out var replica) ? replica.Accelerator : default;

    public PoolId PoolOf(FleetReplica replica) =>
        new(new DeploymentId(replica.Model, _home), replica.Accelerator, replica.CapacityType, replica.Revision);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _source.RunAsync(stoppingToken);

    private FrozenDictionary<InstanceId, FleetReplica> Index() =>
        _source.Current.ToFrozenDictionary(r => r.Id, r => r with { Url = r.Url.TrimEnd('/') });
}
