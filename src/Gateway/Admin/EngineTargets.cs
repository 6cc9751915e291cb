using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Gateway;

/// <summary>
/// <c>GET /admin/prometheus/engines</c>: this region's engines in the form that Prometheus' <c>http_sd_configs</c> reads, so that engines' own
/// metrics carry the fleet's names. The order is stable: Prometheus compares answers.
/// </summary>
internal sealed class EngineTargets(FleetDirectory fleet)
{
    public async Task WriteAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(Read(), GatewayJson.Default.ImmutableArrayEngineTarget), http.RequestAborted);
    }

    private ImmutableArray<EngineTarget> Read() => [.. fleet.Replicas.OrderBy(r => r.Id).Select(Of)];

    private EngineTarget Of(FleetReplica replica)
    {
        var url = new Uri(replica.Url);
        var pool = fleet.PoolOf(replica);
        KeyValuePair<string, string>[] labels =
        [
            .. PoolLabels.Names.Zip(PoolLabels.Values(pool), KeyValuePair.Create),
            new(LabelNames.Replica, replica.Id.Value),
            new("__scheme__", url.Scheme),
            new("__metrics_path__", url.AbsolutePath.TrimEnd('/') + "/metrics"),
        ];
        return new EngineTarget([url.Authority], labels.ToImmutableSortedDictionary(StringComparer.Ordinal));
    }
}
