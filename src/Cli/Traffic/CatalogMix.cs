namespace SageServe.Cli;

/// <summary>The demonstration's mix on another catalog: its large model is the catalog's largest, its small one the smallest, in all its regions.</summary>
internal static class CatalogMix
{
    private static readonly string[] Sources =
        ["large-chat-fast", "large-chat-normal", "large-summaries", "small-chat-fast", "small-code-fast", "small-code-normal", "small-summaries"];

    private static readonly string[] TraceSources = ["trace", "past"];

    public static IEnumerable<KeyValuePair<string, string>> Changes(string path, ServingCatalog catalog, bool trace)
    {
        ModelId[] bySize = [.. catalog.Models.OrderBy(m => m.WeightBytes).Select(m => m.Id)];
        var (large, small) = (Weight(bySize[^1], 1), Weight(bySize[0], 1));
        var both = bySize.Length == 1 ? large : $"{Weight(bySize[^1], 0.2)}, {Weight(bySize[0], 0.8)}";
        yield return new("catalog.from", DemoWorld.Quoted(path));
        foreach (var source in trace ? TraceSources : Sources)
        {
            yield return new($"load.{source}.mix.models", $"{{ {(trace ? both : source.StartsWith("large", StringComparison.Ordinal) ? large : small)} }}");
            yield return new($"load.{source}.mix.regions", "{}");
            yield return new($"load.{source}.mix.later", $"{{ {string.Join(", ", catalog.Regions.Select((r, i) => $"{DemoWorld.Quoted(r.Id.Value)}: {i}h"))} }}");
        }
    }

    private static string Weight(ModelId model, double weight) => $"{DemoWorld.Quoted(model.Value)}: {DemoWorld.Text(weight)}";
}
