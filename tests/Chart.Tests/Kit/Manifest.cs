using System.Text.Json.Nodes;

namespace SageServe.Chart.Tests;

/// <summary>The objects that one rendering made.</summary>
internal sealed class Manifest(string text)
{
    public string Text { get; } = text;

    public IReadOnlyList<JsonNode> Objects { get; } = [.. YamlTree.ParseAll(text)];

    /// <summary>Those with containers, by what they are called.</summary>
    public IEnumerable<(string Name, JsonNode Spec)> Pods =>
        from o in Objects
        let spec = Kind(o) == "Pod" ? o["spec"] : o["spec"]?["template"]?["spec"]
        where spec?["containers"] is not null
        select ($"{Kind(o)} {Name(o)}", spec);

    public static string Kind(JsonNode o) => (string)o["kind"]!;

    public static string Name(JsonNode o) => (string)o["metadata"]!["name"]!;

    public static IEnumerable<JsonNode> Containers(JsonNode spec) => [.. spec["initContainers"]?.AsArray().Select(c => c!) ?? [], .. spec["containers"]!.AsArray().Select(c => c!)];

    public IEnumerable<JsonNode> Of(string kind) => Objects.Where(o => Kind(o) == kind);

    public JsonNode One(string kind, string suffix) => Of(kind).Single(o => Name(o).EndsWith(suffix, StringComparison.Ordinal));

    public JsonNode PodOf(string suffix) => One("Deployment", suffix)["spec"]!["template"]!["spec"]!;
}
