namespace SageServe.Kubernetes;

public sealed record PodSpec
{
    public string? NodeName { get; init; }

    public IReadOnlyList<Container>? Containers { get; init; }
}
