using System.Text.Json.Nodes;
using SageServe.ClusterKit;

namespace SageServe.Scaler.Tests;

/// <summary>One of the documentation's examples for Kubernetes, as it would be sent.</summary>
internal static class ExampleFile
{
    /// <param name="file">Its name.</param>
    /// <param name="kind">Of the document that is meant, where there are several.</param>
    public static JsonObject Read(string file, string? kind = null) => YamlJson.Read(At(file), kind);

    public static IEnumerable<JsonObject> ReadAll(string file) => YamlJson.ParseAll(File.ReadAllText(At(file)));

    private static string At(string file) => Path.Combine(Repository.Root, "docs", "examples", "kubernetes", file);
}
