using System.Text.Json.Nodes;

namespace SageServe.Chart.Tests;

/// <summary>Names fit, whatever the release is called, and two releases in one namespace keep out of each other's way.</summary>
public sealed class NamingTests(Renderings renderings)
{
    private static readonly string Values = Path.Combine(Renderings.Examples, "production.yaml");

    [Fact]
    public async Task Two_releases_with_long_names_fit_and_share_no_object()
    {
        Helm.Require();
        // As long as helm allows, and the same but for the last letter.
        var name = new string('a', 52);
        var one = await Helm.RenderAsync(name + "1", "-f", Values, "--set", "engines[0].name=name-of-22-characters1");
        var two = await Helm.RenderAsync(name + "2", "-f", Values, "--set", "engines[0].name=name-of-22-characters1");
        Assert.All(one.Objects, o => Assert.True(Manifest.Name(o).Length <= 63, Manifest.Name(o)));
        Assert.All(one.Objects.Concat(one.Objects.Select(o => o["spec"]?["template"]).OfType<JsonNode>()).SelectMany(Labels), l => Assert.True(l.Length <= 63, l));
        Assert.Empty(Ids(one).Intersect(Ids(two)));
    }

    [Fact]
    public async Task Selectors_of_two_releases_meet_nowhere()
    {
        Helm.Require();
        var one = await Helm.RenderAsync("one", "-f", Values);
        var two = await Helm.RenderAsync("two", "-f", Values);
        Assert.NotEmpty(Selectors(one));
        Assert.Empty(Selectors(one).Intersect(Selectors(two)));
        Assert.Contains("sageserve.io/fleet=true,app.kubernetes.io/instance=one", one.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("instance=two", one.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Within_a_release_no_two_objects_share_kind_and_name()
    {
        foreach (var (name, manifest) in renderings.All)
        {
            Assert.True(Ids(manifest).Distinct().Count() == manifest.Objects.Count, name);
        }
    }

    [Fact]
    public void What_is_selected_is_there()
    {
        foreach (var manifest in renderings.All.Values)
        {
            var pods = manifest.Objects.Select(o => o["spec"]?["template"]?["metadata"]?["labels"]).OfType<JsonNode>().ToList();
            foreach (var service in manifest.Of("Service"))
            {
                Assert.Contains(pods, labels => service["spec"]!["selector"]!.AsObject().All(s => (string?)labels[s.Key] == (string?)s.Value));
            }
        }
    }

    [Fact]
    public async Task Given_names_are_taken()
    {
        Helm.Require();
        Assert.All((await Helm.RenderAsync("r", "--set", "fullnameOverride=mine")).Objects, o => Assert.StartsWith("mine", Manifest.Name(o), StringComparison.Ordinal));
        Assert.All((await Helm.RenderAsync("r", "--set", "nameOverride=mine")).Objects, o => Assert.StartsWith("r-mine", Manifest.Name(o), StringComparison.Ordinal));
    }

    private static IEnumerable<string> Ids(Manifest manifest) => manifest.Objects.Select(o => $"{Manifest.Kind(o)} {Manifest.Name(o)}");

    private static IEnumerable<string> Labels(JsonNode o) => o["metadata"]?["labels"]?.AsObject().Select(l => (string)l.Value!) ?? [];

    private static IEnumerable<string> Selectors(Manifest manifest) =>
        manifest.Objects.Select(o => o["spec"]?["selector"]?["matchLabels"] ?? (Manifest.Kind(o) == "Service" ? o["spec"]!["selector"] : null)).OfType<JsonNode>().Select(s => s.ToJsonString()).Distinct();
}
