using System.Text.Json;

namespace SageServe.Cli.Tests;

/// <summary>The example of the document has the keys that the program writes.</summary>
public sealed class CompareDocumentTests
{
    [Fact]
    public async Task Every_key_of_the_example_is_written()
    {
        using var folder = new TemporaryFolder();
        var plan = ComparePlan.Of(new CompareOptions { Scenario = TinyScenario.In(folder), Strategies = "reactive,lt-ua", Seeds = 2, Sweep = ["planning.target-use=0.5"] });
        using var bytes = new MemoryStream();
        ComparisonJson.Write(await Comparison.RunAsync(plan, null, CancellationToken.None), bytes, series: false);
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "compare.md"));
        var example = document.Split("```json")[1].Split("```")[0];
        Assert.Empty(Missing(JsonDocument.Parse(example).RootElement, JsonDocument.Parse(bytes.ToArray()).RootElement, "$"));
    }

    private static IEnumerable<string> Missing(JsonElement wanted, JsonElement written, string path)
    {
        if (wanted.ValueKind == JsonValueKind.Array && wanted.GetArrayLength() > 0 && wanted[0].ValueKind == JsonValueKind.Object)
        {
            return Missing(wanted[0], written[0], path + "[0]");
        }

        return wanted.ValueKind != JsonValueKind.Object ? [] : wanted.EnumerateObject().SelectMany(member => written.ValueKind != JsonValueKind.Object
            ? [$"{path} is no object"]
            : member.Name == "POOL" ? Missing(member.Value, written.EnumerateObject().First().Value, path + ".POOL")
            : written.TryGetProperty(member.Name, out var there) ? Missing(member.Value, there, $"{path}.{member.Name}") : [$"{path}.{member.Name}"]);
    }
}
