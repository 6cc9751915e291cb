namespace SageServe.Kubernetes;

/// <summary>Where leases are kept. A store that refuses throws <see cref="KubernetesException"/> as an API server would: 404 where there is none, 409 on a conflict.</summary>
public interface ILeaseStore
{
    Task<Lease> GetLeaseAsync(string @namespace, string name, CancellationToken cancel);

    /// <summary>Refused with a conflict when there is one.</summary>
    Task<Lease> CreateLeaseAsync(Lease lease, CancellationToken cancel);

    /// <summary>Refused with a conflict when its resource version is not the current one.</summary>
    Task<Lease> ReplaceLeaseAsync(Lease lease, CancellationToken cancel);
}
