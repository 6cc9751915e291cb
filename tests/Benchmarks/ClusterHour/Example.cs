using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <summary>The documentation's examples for Kubernetes are what runs here.</summary>
internal static class Example
{
    /// <param name="file">Its name.</param>
    /// <param name="kind">Of the document that is meant, where there are several.</param>
    public static JsonObject Read(string file, string? kind = null)
    {
        using var text = new StreamReader(typeof(Example).Assembly.GetManifestResourceStream(file) ?? throw new ArgumentException($"There is no example {file}."));
        return YamlJson.Parse(text.ReadToEnd(), kind);
    }
}
