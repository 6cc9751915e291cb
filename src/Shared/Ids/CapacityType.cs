using System.Text.Json.Serialization;

namespace SageServe.Shared;

/// <summary>How a replica's GPUs are paid for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CapacityType>))]
public enum CapacityType
{
    OnDemand,

    /// <summary>Bought cheaper; the cloud may reclaim it.</summary>
    Spot,
}
