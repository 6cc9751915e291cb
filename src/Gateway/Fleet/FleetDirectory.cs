using System.Collections.Frozen;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Who exists in this region, from the fleet file, and where each replica is reached.</summary>
internal sealed class FleetDirectory : IDisposable
{
    private readonly ReloadingFile<FleetDocument> _file;
    private readonly RegionId _home;
    private volatile FrozenDictionary<InstanceId, FleetReplica> _replicas;

    public FleetDirectory(GatewayOptions options, ServingCatalog catalog, TimeProvider time, ILogger<FleetDirectory> logger)
    {
        _home = new RegionId(options.Region);
        _file = new ReloadingFile<FleetDocument>(options.FleetFile, json => Parse(json, _home, catalog), time, logger, TimeSpan.FromMilliseconds(100));
        _replicas = Index(_file.Current);
        _file.Changed += document =>
        {
            _replicas = Index(document);
            Changed?.Invoke();
        };
    }

    /// <summary>Raised after another file was taken.</summary>
    public event Action? Changed;

    public IReadOnlyCollection<FleetReplica> Replicas => _replicas.Values;

    public string? UrlOf(InstanceId id) => _replicas.TryGetValue(id, out var replica) ? replica.Url : null;

    /// <summary>None for a replica that is not listed any more.</summary>
    public AcceleratorId AcceleratorOf(InstanceId id) => _replicas.TryGetValue(id, out var replica) ? replica.Accelerator : default;

    public PoolId PoolOf(FleetReplica replica) =>
        new(new DeploymentId(replica.Model, _home), replica.Accelerator, replica.CapacityType, replica.Revision);

    public void Dispose() => _file.Dispose();

    internal static FleetDocument Parse(byte[] json, RegionId home, ServingCatalog catalog)
    {
        var document = JsonSerializer.Deserialize(json, SharedJson.Default.FleetDocument) ?? throw new JsonException("The fleet file is empty.");
        if (document.Region != home)
        {
            throw new JsonException($"The fleet file is of region '{document.Region}', this gateway of '{home}'.");
        }

        foreach (var replica in document.Replicas)
        {
            if (catalog.FindProfile(replica.Model, replica.Accelerator) is null)
            {
                throw new JsonException($"Replica '{replica.Id}': the catalog has no profile of {replica.Model} on {replica.Accelerator}.");
            }

            if (!Uri.TryCreate(replica.Url, UriKind.Absolute, out _))
            {
                throw new JsonException($"Replica '{replica.Id}': '{replica.Url}' is no address.");
            }
        }

        return document.Replicas.Select(r => r.Id).Distinct().Count() == document.Replicas.Length
            ? document
            : throw new JsonException("Two replicas of the fleet file share an id.");
    }

    private static FrozenDictionary<InstanceId, FleetReplica> Index(FleetDocument document) =>
        document.Replicas.ToFrozenDictionary(r => r.Id, r => r with { Url = r.Url.TrimEnd('/') });
}
