namespace SageServe.Kubernetes;

public sealed record ResourceList<T>
{
    public ListMeta Metadata { get; init; } = new();

    public IReadOnlyList<T> Items { get; init; } = [];
}
