using System.Text.Json;
using System.Text.Json.Serialization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>Reads a planning problem that the user named.</summary>
internal static class ProblemFile
{
    /// <summary>Names in camel case; a name that nobody knows is refused, because a limit that is misspelt would not hold.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static ProblemDocument Read(string flag, string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"{flag}: there is no file '{path}'. Give the path of a planning problem (JSON); docs/examples/problem.json is one.");
        }

        var document = Parse(path);
        var problems = ProblemRules.Check(document);
        return problems.Count == 0 ? document : throw new BadInputException($"{flag}: {path} has problems:\n- " + string.Join("\n- ", problems));
    }

    private static ProblemDocument Parse(string path)
    {
        try
        {
            // What an editor wants to know is no part of the problem.
            var text = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllBytes(path), documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (text is System.Text.Json.Nodes.JsonObject root)
            {
                root.Remove("$schema");
                root.Remove("notes");
            }

            return text.Deserialize<ProblemDocument>(Json) ?? throw new BadInputException($"{path} holds null instead of a planning problem.");
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{path}{(e.Path is { Length: > 1 } at ? $" at {at}" : $", line {e.LineNumber + 1}")}: {e.Message}");
        }
    }
}
