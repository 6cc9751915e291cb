using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli.Tests;

/// <summary>A real JSON schema validator (ajv, strict), run in Node.</summary>
internal static class SchemaValidator
{
    private static readonly string Modules = Path.Combine(Repository.Root, "artifacts", "clients", "node", "node_modules");

    /// <summary>What is wrong with each document, as <c>path: message</c>. Skips the test where the validator is not installed.</summary>
    public static async Task<string[][]> CheckAsync(string schema, params JsonNode?[] documents)
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Modules, "ajv")), "The JSON schema validator is not installed: ./sageserve test does that where npm is there and reaches a registry.");
        var input = new JsonObject { ["schema"] = schema, ["documents"] = new JsonArray([.. documents.Select(d => d?.DeepClone())]) };
        var script = Path.Combine(Repository.Root, "tests", "Clients", "node", "validate.cjs");
        var result = await CommandLineTool.Run("env", [$"NODE_PATH={Modules}", "node", script], input.ToJsonString());
        Assert.True(result.ExitCode == 0, result.Errors);
        using var told = JsonDocument.Parse(result.Output);
        return [.. told.RootElement.EnumerateArray().Select(d => d.EnumerateArray().Select(e => $"{e.GetProperty("path").GetString()}: {e.GetProperty("message").GetString()}").ToArray())];
    }
}
