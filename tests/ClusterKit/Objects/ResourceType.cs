namespace SageServe.ClusterKit;

/// <summary>A kind of object that the server keeps, and where it lives in the API.</summary>
public sealed record ResourceType(string Group, string Version, string Kind, string Plural)
{
    public bool IsNamespaced { get; init; } = true;

    /// <summary>It has a status of its own, which its own subresource writes.</summary>
    public bool HasStatus { get; init; }

    public bool HasScale { get; init; }

    /// <summary>Where the selector of its pods stands, for the scale subresource.</summary>
    public string ScaleSelector { get; init; } = "spec.selector";

    /// <summary>A custom resource: the server knows no strategic merge for it.</summary>
    public bool IsCustom { get; init; }

    /// <summary>A PUT makes it where it is missing.</summary>
    public bool IsCreatedByPut { get; init; }

    /// <summary>A PUT has to say which version it replaces.</summary>
    public bool NeedsVersion { get; init; }

    public IReadOnlyList<string> ShortNames { get; init; } = [];

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>For example <c>api/v1</c> or <c>apis/apps/v1</c>.</summary>
    public string Api => Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";

    /// <summary>As messages name it: <c>deployments.apps</c>.</summary>
    public string FullName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    public string Collection(string @namespace) => IsNamespaced ? $"{Api}/namespaces/{@namespace}/{Plural}" : $"{Api}/{Plural}";
}
