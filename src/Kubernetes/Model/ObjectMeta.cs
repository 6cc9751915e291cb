namespace SageServe.Kubernetes;

/// <summary>The fields of an object's metadata that are used.</summary>
public sealed record ObjectMeta
{
    public string Name { get; init; } = "";

    public string? Namespace { get; init; }

    /// <summary>Version of the object; an update that carries an old one is refused with 409.</summary>
    public string? ResourceVersion { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public IReadOnlyDictionary<string, string>? Annotations { get; init; }

    /// <summary>Set once the object is being deleted.</summary>
    public DateTimeOffset? DeletionTimestamp { get; init; }
}
