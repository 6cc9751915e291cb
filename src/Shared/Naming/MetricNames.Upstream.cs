namespace SageServe.Shared;

/// <summary>The gateway's: how replicas and other regions behave.</summary>
public static partial class MetricNames
{
    public static readonly MetricName Attempts = new(
        "sageserve_attempts_total", "Attempts at replicas and peers that ended, by the region that they went to.", [LabelNames.Model, LabelNames.Region, LabelNames.Outcome]);

    public static readonly MetricName ReplicasEjected = new(
        "sageserve_replicas_ejected", "Ready replicas that get nothing for a while because they do worse than their peers.", [LabelNames.Model]);

    public static readonly MetricName ReplicaCircuits = new(
        "sageserve_replica_circuits", "Replicas of this region by the state of their circuit: closed, open or half-open.", [LabelNames.Model, LabelNames.State]);

    public static readonly MetricName RegionCircuitOpen = new(
        "sageserve_region_circuit_open", "1 while the circuit to another region is open or half-open.", [LabelNames.Model, LabelNames.Region]);

    public static readonly MetricName PeerSummaryAge = new(
        "sageserve_peer_summary_age_seconds", "Age of the youngest summary of another region; gone when there is none.", [LabelNames.Region]);
}
