namespace SageServe.Gateway;

/// <summary>One replica as this gateway sees it.</summary>
/// <param name="Id">The replica.</param>
/// <param name="Accelerator">What it runs on.</param>
/// <param name="Phase">Its phase.</param>
/// <param name="Running">Sequences in its batch.</param>
/// <param name="Waiting">Sequences in its own queue.</param>
/// <param name="KvUsage">KV cache in use.</param>
/// <param name="KvCapacityTokens">Tokens that fit into it.</param>
/// <param name="KvCapacitySource">Where that figure comes from.</param>
/// <param name="MetricsAgeSeconds">Age of the figures; null when it was never read.</param>
/// <param name="OutstandingSeconds">Replica seconds that this gateway sent and has not back.</param>
internal sealed record ReplicaView(
    InstanceId Id,
    AcceleratorId Accelerator,
    InstancePhase Phase,
    int Running,
    int Waiting,
    Utilization KvUsage,
    long KvCapacityTokens,
    string KvCapacitySource,
    double? MetricsAgeSeconds,
    double OutstandingSeconds);
