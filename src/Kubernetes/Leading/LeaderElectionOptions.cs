namespace SageServe.Kubernetes;

/// <param name="Namespace">Namespace of the Lease.</param>
/// <param name="Name">Name of the Lease: one per job that needs a leader.</param>
/// <param name="Identity">Unique per process, for example the pod's name.</param>
public sealed record LeaderElectionOptions(string Namespace, string Name, string Identity)
{
    /// <summary>A leader that was not heard of for this long is replaced.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Pause between two looks, and between two renewals.</summary>
    public TimeSpan Retry { get; init; } = TimeSpan.FromSeconds(2);
}
