using System.Text.Json.Serialization;

namespace SageServe.Kubernetes;

public sealed record PodStatus
{
    /// <summary>Pending, Running, Succeeded, Failed or Unknown.</summary>
    public string? Phase { get; init; }

    [JsonPropertyName("podIP")]
    public string? PodIp { get; init; }

    /// <summary>The node that the scheduler clears for it; null where it clears none.</summary>
    public string? NominatedNodeName { get; init; }

    public IReadOnlyList<PodCondition>? Conditions { get; init; }

    public IReadOnlyList<ContainerStatus>? ContainerStatuses { get; init; }
}
