using System.Collections.Immutable;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Scaler;

/// <summary>The fleet file of one region: what its gateway takes for the truth about who exists. Written only when it changes.</summary>
internal sealed class FleetFile
{
    private readonly string _path;
    private readonly RegionId _region;
    private FleetDocument? _written;

    /// <summary>Goes on from a file that is there, so that versions grow over restarts. One that can't be read is replaced.</summary>
    public FleetFile(string path, RegionId region)
    {
        _path = path;
        _region = region;
        try
        {
            _written = File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), SharedJson.Default.FleetDocument) : null;
        }
        catch (JsonException)
        {
            _written = null;
        }
    }

    public ImmutableArray<FleetReplica> Replicas => _written is { Replicas.IsDefault: false } document ? document.Replicas : [];

    /// <summary>True when the file changed.</summary>
    public bool Write(IEnumerable<FleetReplica> replicas)
    {
        var sorted = replicas.OrderBy(r => r.Id).ToImmutableArray();
        if (_written is not null && Replicas.SequenceEqual(sorted) && File.Exists(_path))
        {
            return false;
        }

        var next = new FleetDocument(_region, (_written?.Version ?? 0) + 1, sorted);
        AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(next, SharedJson.Default.FleetDocument));
        _written = next;
        return true;
    }
}
