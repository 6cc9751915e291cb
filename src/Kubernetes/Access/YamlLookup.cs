using YamlDotNet.RepresentationModel;

namespace SageServe.Kubernetes;

/// <summary>Values of a YAML mapping by key.</summary>
internal sealed class YamlLookup(YamlMappingNode node)
{
    public static readonly YamlLookup Empty = new([]);

    /// <exception cref="KubernetesException">It is not a YAML mapping.</exception>
    public static YamlLookup Parse(string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw new KubernetesException("The kubeconfig is not YAML: " + e.Message, e);
        }

        return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] ? new YamlLookup(root) : throw new KubernetesException("The kubeconfig is empty.");
    }

    public bool Has(string key) => node.Children.ContainsKey(key);

    /// <summary>The first of these keys that has a text.</summary>
    public string? Text(params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (node.Children.TryGetValue(key, out var value) && value is YamlScalarNode { Value: { Length: > 0 } text })
            {
                return text;
            }
        }

        return null;
    }

    /// <summary>The mapping <paramref name="part"/> of the entry with this name in a list of entries.</summary>
    public YamlLookup Named(string list, string name, string part)
    {
        if (node.Children.TryGetValue(list, out var entries) && entries is YamlSequenceNode sequence)
        {
            foreach (var entry in sequence.OfType<YamlMappingNode>())
            {
                if (new YamlLookup(entry).Text("name") == name && entry.Children.TryGetValue(part, out var found) && found is YamlMappingNode mapping)
                {
                    return new YamlLookup(mapping);
                }
            }
        }

        throw new KubernetesException($"The kubeconfig has no entry '{name}' in {list}.");
    }
}
