namespace SageServe.Kubernetes;

/// <summary>The fields of an object's metadata that are used.</summary>
public sealed record ObjectMeta
{
    public string Name { get; init; } = "";

    public string? Namespace { get; init; }

    /// <summary>Tells an object from a later one of the same name.</summary>
    public string? Uid { get; init; }

    /// <summary>Version of the object; an update that carries an old one is refused with 409.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Grows with each change of what is wanted.</summary>
    public long? Generation { get; init; }

    public DateTimeOffset? CreationTimestamp { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }

    /// <summary>Set once the object is being deleted.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }
}
