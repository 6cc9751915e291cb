using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>One object's place.</summary>
public sealed record ObjectKey(ResourceType Type, string Namespace, string Name)
{
    /// <summary>Place of an object that says its own name and namespace.</summary>
    public static ObjectKey Of(ResourceType type, JsonObject item) =>
        new(type, type.IsNamespaced ? item.Text("metadata.namespace") ?? "default" : "", item.Text("metadata.name") ?? "");

    public string Path => $"{Type.Collection(Namespace)}/{Name}";

    internal string SortKey => $"{Namespace}/{Name}";
}
