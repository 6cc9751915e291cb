using System.Text.Json.Serialization.Metadata;

namespace SageServe.Kubernetes;

/// <summary>Where objects of a kind live in the API, and how they are read.</summary>
public sealed record ResourceKind<T>
    where T : IKubernetesObject
{
    internal ResourceKind(string api, string plural, JsonTypeInfo<T> item, JsonTypeInfo<ResourceList<T>> list)
    {
        Api = api;
        Plural = plural;
        Item = item;
        List = list;
    }

    /// <summary>For example <c>api/v1</c> or <c>apis/discovery.k8s.io/v1</c>.</summary>
    public string Api { get; }

    public string Plural { get; }

    internal JsonTypeInfo<T> Item { get; }

    internal JsonTypeInfo<ResourceList<T>> List { get; }

    internal string Path(string @namespace) => $"{Api}/namespaces/{Uri.EscapeDataString(@namespace)}/{Plural}";
}
