using System.Reflection;
using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>The tables and the demonstration catalog that travel inside the program.</summary>
public static class EmbeddedData
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web);

    public static byte[] Bytes(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static T Read<T>(string name) =>
        JsonSerializer.Deserialize<T>(Bytes(name), CamelCase)
        ?? throw new InvalidOperationException($"{name} is empty.");

    /// <summary>Catalogs that scenarios may name.</summary>
    public static IReadOnlyList<string> CatalogNames { get; } = ["demo", "paper"];

    public static CatalogDocument Catalog(string name) =>
        JsonSerializer.Deserialize(Bytes($"{name}-catalog.json"), SharedJson.Default.CatalogDocument)
        ?? throw new InvalidOperationException($"{name}-catalog.json is empty.");

    public static CatalogDocument DemoCatalog() => Catalog("demo");
}
