using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SageServe.ClusterKit;

/// <summary>A YAML document as the JSON that <c>kubectl</c> sends.</summary>
public static class YamlJson
{
    /// <param name="file">Path of the file.</param>
    /// <param name="kind">Of the document that is meant, where there are several.</param>
    public static JsonObject Read(string file, string? kind = null) => Parse(File.ReadAllText(file), kind);

    public static JsonObject Parse(string text, string? kind = null) => ParseAll(text).Single(d => kind is null || d["kind"]!.ToString() == kind);

    public static IEnumerable<JsonObject> ParseAll(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return stream.Documents.Select(d => (JsonObject)Of(d.RootNode)!);
    }

    private static JsonNode? Of(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Select(e => KeyValuePair.Create(((YamlScalarNode)e.Key).Value!, Of(e.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Select(Of)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } when int.TryParse(text, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
