using System.Collections.Immutable;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The fleet file, read again when it changes; a bad one changes nothing, and one that is not there yet is waited for.</summary>
internal sealed class FileFleetSource : IFleetSource
{
    private readonly ReloadingFile<FleetDocument?> _file;
    private readonly string _path;

    public FileFleetSource(GatewayOptions options, Func<ServingCatalog> catalog, TimeProvider time, ILogger logger)
    {
        var home = new RegionId(options.Region);
        _path = options.FleetFile;
        // A scaler in the same pod writes it once the API server has answered, which may be after this.
        _file = new ReloadingFile<FleetDocument?>(_path, json => Parse(json, home, catalog()), time, logger, TimeSpan.FromMilliseconds(100), optional: true);
        _file.Changed += _ => Changed?.Invoke();
        if (WaitsFor is { } waits)
        {
            GatewayLog.FleetAwaited(logger, waits);
        }
    }

    public event Action? Changed;

    public ImmutableArray<FleetReplica> Current => _file.Current?.Replicas ?? [];

    public string? WaitsFor => _file.Current is null ? $"the fleet file '{_path}' has not been written yet" : null;

    public Task RunAsync(CancellationToken stop) => Task.CompletedTask;

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
}
