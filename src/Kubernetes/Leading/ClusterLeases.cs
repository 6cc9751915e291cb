namespace SageServe.Kubernetes;

/// <summary>Leases of the cluster itself.</summary>
public sealed class ClusterLeases(KubernetesClient client) : ILeaseStore
{
    public Task<Lease> GetLeaseAsync(string @namespace, string name, CancellationToken cancel) => client.GetLeaseAsync(@namespace, name, cancel);

    public Task<Lease> CreateLeaseAsync(Lease lease, CancellationToken cancel) => client.CreateLeaseAsync(lease, cancel);

    public Task<Lease> ReplaceLeaseAsync(Lease lease, CancellationToken cancel) => client.ReplaceLeaseAsync(lease, cancel);
}
