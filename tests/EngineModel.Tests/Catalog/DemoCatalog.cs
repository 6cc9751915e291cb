using System.Text.Json;

namespace SageServe.EngineModel.Tests;

/// <summary>The catalog of the demonstration, read from where the simulator keeps it.</summary>
internal static class DemoCatalog
{
    public const string BigModel = "llama-3.1-70b";

    public static CatalogDocument Document { get; } =
        JsonSerializer.Deserialize(File.ReadAllBytes(PathOf("demo-catalog.json")), SharedJson.Default.CatalogDocument)!;

    public static ServingCatalog Catalog { get; } = new(Document);

    public static ThroughputProfile BigProfile => Catalog.Profile(new ModelId(BigModel), new AcceleratorId("a100-80gb-x2"));

    public static string PathOf(string file) => Path.Combine(Repository.Root, "src", "Simulator", "Data", file);
}
