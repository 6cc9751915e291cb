using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SageServe.Simulator;

/// <summary>Reads YAML into nodes that know their lines. One document per file; anchors and aliases are taken as YAML has them.</summary>
internal static class ScenarioYaml
{
    /// <summary>Nodes of one document; a document that unfolds to more (aliases of aliases) is refused.</summary>
    private const int MostNodes = 100_000;

    /// <summary>Levels within each other; a loop of aliases ends here.</summary>
    private const int Deepest = 32;

    /// <exception cref="BadInputException">It is no YAML, or not one document.</exception>
    public static ScenarioNode Parse(string text, string file)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new BadInputException($"{file}, line {e.Start.Line}: this is no YAML: {e.Message}");
        }

        if (stream.Documents.Count != 1)
        {
            throw new BadInputException($"{file}: holds {stream.Documents.Count} documents; a scenario is one.");
        }

        var count = 0;
        return Convert(stream.Documents[0].RootNode, file, null, 0, ref count);
    }

    /// <summary>A value as it stands behind <c>--set path=</c>.</summary>
    public static ScenarioNode ParseValue(string text, string origin)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            throw new BadInputException($"{origin}: '{text}' is no YAML value: {e.Message}");
        }

        var count = 0;
        return stream.Documents.Count == 0 ? ScenarioNode.Scalar(origin, null) : Convert(stream.Documents[0].RootNode, origin, origin, 0, ref count);
    }

    private static ScenarioNode Convert(YamlNode node, string file, string? origin, int depth, ref int count)
    {
        var where = origin ?? $"{file}, line {node.Start.Line}";
        if (++count > MostNodes || depth > Deepest)
        {
            throw new BadInputException($"{where}: the document holds more than {MostNodes} values or {Deepest} levels.");
        }

        switch (node)
        {
            case YamlSequenceNode sequence:
                var items = new List<ScenarioNode>();
                foreach (var child in sequence.Children)
                {
                    items.Add(Convert(child, file, origin, depth + 1, ref count));
                }

                return ScenarioNode.List(where, items);
            case YamlMappingNode mapping:
                var members = new List<KeyValuePair<string, ScenarioNode>>();
                foreach (var (key, child) in mapping.Children)
                {
                    members.Add(new((key as YamlScalarNode)?.Value ?? throw new BadInputException($"{where}: a key must be one word."), Convert(child, file, origin, depth + 1, ref count)));
                }

                return ScenarioNode.Map(where, members);
            default:
                var scalar = (YamlScalarNode)node;
                var nothing = scalar.Style == ScalarStyle.Plain && (scalar.Value is null or "" or "~" or "null");
                return ScenarioNode.Scalar(where, nothing ? null : scalar.Value);
        }
    }
}
