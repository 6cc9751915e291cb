using System.Collections.Immutable;
using SageServe.Kubernetes;

namespace SageServe.Gateway;

/// <summary>Follows the EndpointSlices of a cluster and the pods behind them. While the API server is away the last facts stand.</summary>
internal sealed class KubernetesFleetSource : IFleetSource
{
    private readonly KubernetesClient _client;
    private readonly ResourceWatch<EndpointSlice> _slices;
    private readonly ResourceWatch<Pod> _pods;
    private readonly PodReplicas _replicas;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private ImmutableArray<FleetReplica> _current = [];
    private string _problems = "";
    private volatile bool _sawSlices;
    private volatile bool _sawPods;

    public KubernetesFleetSource(KubernetesFleetOptions options, KubernetesAccess access, Func<ServingCatalog> catalog, TimeProvider time, ILogger logger)
    {
        var place = options.Namespace ?? access.Namespace;
        _client = new KubernetesClient(access, time);
        _slices = new ResourceWatch<EndpointSlice>(_client, ResourceKinds.EndpointSlices, place, options.EndpointSelector, time);
        _pods = new ResourceWatch<Pod>(_client, ResourceKinds.Pods, place, options.PodSelector, time);
        _replicas = new PodReplicas(options, catalog);
        _logger = logger;
        _slices.Changed += _ => Renew(() => _sawSlices = true);
        _pods.Changed += _ => Renew(() => _sawPods = true);
        _slices.Troubled += e => GatewayLog.ClusterNotRead(_logger, "EndpointSlices", e.Message);
        _pods.Troubled += e => GatewayLog.ClusterNotRead(_logger, "Pods", e.Message);
    }

    public event Action? Changed;

    public ImmutableArray<FleetReplica> Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    public string? WaitsFor => _sawSlices && _sawPods ? null : "the cluster's EndpointSlices and Pods have not been listed yet";

    public Task RunAsync(CancellationToken stop) => Task.WhenAll(_slices.RunAsync(stop), _pods.RunAsync(stop));

    public void Dispose() => _client.Dispose();

    private void Renew(Action saw)
    {
        saw();
        if (WaitsFor is not null)
        {
            return;
        }

        lock (_gate)
        {
            var (replicas, problems) = _replicas.Of(_slices.Current.Values, _pods.Current);
            var text = string.Join(" ", problems);
            if (text.Length > 0 && text != _problems)
            {
                GatewayLog.PodsLeftOut(_logger, text);
            }

            _problems = text;
            if (replicas.SequenceEqual(_current))
            {
                return;
            }

            _current = replicas;
        }

        Changed?.Invoke();
    }
}
