using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>A profile on its own, as it would stand in a catalog's <c>profiles</c>.</summary>
internal static class ProfileFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(string path, ThroughputProfile profile)
    {
        var node = JsonSerializer.SerializeToNode(profile, SharedJson.Default.ThroughputProfile)!.AsObject();
        foreach (var derived in node.Select(p => p.Key).Where(k => k.StartsWith("secondsPer", StringComparison.Ordinal)).ToArray())
        {
            node.Remove(derived);
        }

        File.WriteAllText(path, node.ToJsonString(Indented) + "\n");
    }

    /// <summary>A profile's own file, or a catalog that holds it.</summary>
    public static ThroughputProfile Read(string path, string? model, string? accelerator)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"--profile: there is no file '{path}'. Give a profile made by `profile fit` or a catalog.");
        }

        try
        {
            var node = JsonNode.Parse(File.ReadAllText(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return node is JsonObject document && document.ContainsKey("profiles")
                ? Choose(path, document.Deserialize(SharedJson.Default.CatalogDocument)!, model, accelerator)
                : node.Deserialize(SharedJson.Default.ThroughputProfile) ?? throw new BadInputException($"--profile {path} holds null.");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"--profile {path}{(e.LineNumber is { } line ? $", line {line + 1}" : "")}: {e.Message}");
        }
    }

    public static ThroughputProfile Choose(string path, CatalogDocument catalog, string? model, string? accelerator)
    {
        var found = catalog.Profiles.Where(p => (model is null || p.Model.Value == model) && (accelerator is null || p.Accelerator.Value == accelerator)).ToArray();
        return found.Length == 1 ? found[0] : throw new BadInputException(
            $"{path} has {found.Length} profiles that fit. Choose with --model and --accelerator: {string.Join(", ", catalog.Profiles.Select(p => $"{p.Model} on {p.Accelerator}"))}.");
    }
}
