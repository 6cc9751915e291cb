namespace SageServe.Kubernetes;

public sealed record EndpointSlice : IKubernetesObject
{
    public ObjectMeta Metadata { get; init; } = new();

    public IReadOnlyList<Endpoint>? Endpoints { get; init; }

    public IReadOnlyList<EndpointPort>? Ports { get; init; }
}
