using System.Text.Json;
using SageServe.Kubernetes;

namespace SageServe.Scaler;

/// <summary>The planning lease of another region's cluster, asked for through that region's scaler: no cluster holds another's credentials.</summary>
internal sealed class PeerLeases(PeerClient peers, RegionId region) : ILeaseStore
{
    public const string Path = "/peer/v1/planning-lease";

    public Task<Lease> GetLeaseAsync(string @namespace, string name, CancellationToken cancel) => SendAsync(HttpMethod.Get, null, cancel);

    public Task<Lease> CreateLeaseAsync(Lease lease, CancellationToken cancel) => SendAsync(HttpMethod.Post, lease, cancel);

    public Task<Lease> ReplaceLeaseAsync(Lease lease, CancellationToken cancel) => SendAsync(HttpMethod.Put, lease, cancel);

    private async Task<Lease> SendAsync(HttpMethod method, Lease? lease, CancellationToken cancel) =>
        JsonSerializer.Deserialize(
            await peers.SendAsync(region, method, Path, lease is null ? null : JsonSerializer.SerializeToUtf8Bytes(lease, ScalerJson.Default.Lease), cancel) ?? [],
            ScalerJson.Default.Lease) ?? throw new JsonException($"The scaler of {region} answered no lease.");
}
