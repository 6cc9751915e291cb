using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

/// <summary>One of the schemas that are kept in docs/schema.</summary>
internal sealed class SchemaFile(string kind)
{
    public static readonly string[] Kinds = ["gateway", "scaler", "catalog", "problem"];

    public string Path { get; } = System.IO.Path.Combine(Repository.Root, "docs", "schema", kind + ".schema.json");

    public JsonObject Root => JsonNode.Parse(File.ReadAllText(Path))!.AsObject();

    /// <summary>Every value that is no group, with its path; of lists the first item.</summary>
    public IEnumerable<(string[] Path, JsonObject Schema)> Leaves() => Below(Root, []);

    /// <summary>A document that holds one value at a path, beside <paramref name="others"/>.</summary>
    public static JsonObject With(JsonObject others, IReadOnlyList<string> path, JsonNode? value)
    {
        var document = others.DeepClone().AsObject();
        JsonNode at = document;
        for (var i = 0; i < path.Count; i++)
        {
            JsonNode? next = i == path.Count - 1 ? value : path[i + 1] == "0" ? new JsonArray() : new JsonObject();
            if (at is JsonArray list)
            {
                if (list.Count == 0)
                {
                    list.Add(next);
                }

                at = list[0]!;
            }
            else if (i == path.Count - 1 || at.AsObject()[path[i]] is null)
            {
                at[path[i]] = next;
                at = next!;
            }
            else
            {
                at = at[path[i]]!;
            }
        }

        return document;
    }

    private static IEnumerable<(string[] Path, JsonObject Schema)> Below(JsonObject schema, string[] path) =>
        schema["properties"] is JsonObject properties ? properties.Where(p => p.Value!["type"] is not null).SelectMany(p => Below(p.Value!.AsObject(), [.. path, p.Key]))
        : schema["items"] is JsonObject items ? Below(items, [.. path, "0"])
        : [(path, schema)];
}
