namespace SageServe.Kubernetes;

/// <summary>An Event of the core API: what happened to an object, for people and <c>kubectl describe</c>.</summary>
public sealed record ClusterEvent : IKubernetesObject
{
    public string ApiVersion { get; init; } = "v1";

    public string Kind { get; init; } = "Event";

    public ObjectMeta Metadata { get; init; } = new();

    public EventObject InvolvedObject { get; init; } = new();

    /// <summary>One word in camel case.</summary>
    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary>Normal or Warning.</summary>
    public string Type { get; init; } = "Normal";

    public EventSource Source { get; init; } = new();

    public DateTimeOffset? FirstTimestamp { get; init; }

    public DateTimeOffset? LastTimestamp { get; init; }

    /// <summary>How often it happened.</summary>
    public int Count { get; init; } = 1;
}
