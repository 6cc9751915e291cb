namespace SageServe.ClusterHour;

/// <summary>One workload at one moment.</summary>
/// <param name="Minute">Of the hour.</param>
/// <param name="Region">Of the cluster.</param>
/// <param name="Model">That it serves.</param>
/// <param name="Wanted">Replicas that it is to have.</param>
/// <param name="Ready">That serve, those that drain included.</param>
/// <param name="Draining">That leave.</param>
internal sealed record FleetMinute(int Minute, string Region, string Model, int Wanted, int Ready, int Draining)
{
    public override string ToString() => $"{Model} {Ready}/{Wanted}{(Draining > 0 ? $" ({Draining} leave)" : "")}";
}
