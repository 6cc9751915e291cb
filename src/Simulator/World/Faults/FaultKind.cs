using System.Text.Json.Serialization;

namespace SageServe.Simulator;

/// <summary>What can go wrong by schedule.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Ready replicas are gone at once, with all that runs on them.</summary>
    [JsonStringEnumMemberName("replica-crash")]
    ReplicaCrash,

    /// <summary>Ready replicas become slow for a while.</summary>
    [JsonStringEnumMemberName("replica-slowdown")]
    ReplicaSlowdown,

    /// <summary>All replicas and gateways of a region are gone; gateways come back at its end.</summary>
    [JsonStringEnumMemberName("region-outage")]
    RegionOutage,

    /// <summary>Nothing passes between a region and another one, or all others.</summary>
    [JsonStringEnumMemberName("region-partition")]
    RegionPartition,

    /// <summary>A gateway crashes; it is back after <see cref="ScheduledFault.For"/>, or the usual time when that is zero.</summary>
    [JsonStringEnumMemberName("gateway-crash")]
    GatewayCrash,

    /// <summary>Starts that are asked for meanwhile fail with this chance.</summary>
    [JsonStringEnumMemberName("start-failures")]
    StartFailures,

    /// <summary>Nobody reads the metrics of a region's replicas and gateways: readings age, demand bins are missing.</summary>
    [JsonStringEnumMemberName("metrics-outage")]
    MetricsOutage,

    /// <summary>The planner's Prometheus is away: its queries fail, and what it did not scrape stays missing.</summary>
    [JsonStringEnumMemberName("prometheus-outage")]
    PrometheusOutage,

    /// <summary>The cloud takes spot replicas of a region back, each with this chance.</summary>
    [JsonStringEnumMemberName("spot-wave")]
    SpotWave,
}
