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

    /// <summary>Catalogs that scenarios may name; the last two hold models, hardware and engine tables only.</summary>
    public static IReadOnlyList<string> CatalogNames { get; } = ["demo", "paper", "profiles-paper", "profiles-paper-corrected"];

    public static CatalogDocument Catalog(string name) => name switch
    {
        "demo" => DemoCatalog(),
        "paper" => Paper(Document("profiles-paper.json"), Document("paper-catalog.json")),
        _ => Document(name + ".json"),
    };

    public static CatalogDocument DemoCatalog() => Document("demo-catalog.json");

    private static CatalogDocument Paper(CatalogDocument engines, CatalogDocument sites) =>
        sites with { Models = engines.Models, Accelerators = engines.Accelerators, Profiles = engines.Profiles };

    private static CatalogDocument Document(string name) =>
        JsonSerializer.Deserialize(Bytes(name), SharedJson.Default.CatalogDocument)
        ?? throw new InvalidOperationException($"{name} is empty.");
}
