using System.Text.Json;

namespace SageServe.Shared.Tests;

/// <summary>The catalog that the product ships.</summary>
internal static class Catalogs
{
    public static CatalogDocument Demo { get; } = JsonSerializer.Deserialize(
        File.ReadAllBytes(Path.Combine(Repository.Root, "src", "Simulator", "Data", "demo-catalog.json")),
        SharedJson.Default.CatalogDocument)!;
}
