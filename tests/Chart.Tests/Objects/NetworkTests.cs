using System.Text.Json.Nodes;

namespace SageServe.Chart.Tests;

/// <summary>Where pods listen, and whom they may call.</summary>
public sealed class NetworkTests
{
    private static readonly string[] Region = ["-f", Path.Combine(Renderings.Examples, "production.yaml")];

    [Theory]
    [InlineData("IPv4", "http://0.0.0.0:", "http://$(POD_IP):8080")]
    [InlineData("IPv6", "http://[::]:", "http://[$(POD_IP)]:8080")]
    public async Task Listeners_and_the_address_for_siblings_are_of_the_pods_family(string family, string everywhere, string sibling)
    {
        Helm.Require();
        var manifest = await Helm.RenderAsync("llm", [.. Region, "--set", $"ipFamily={family}"]);
        var gateway = JsonNode.Parse((string)manifest.One("ConfigMap", "-gateway")["data"]!["gateway.json"]!)!["Gateway"]!;
        Assert.StartsWith(everywhere, (string)gateway["PublicUrl"]!, StringComparison.Ordinal);
        Assert.StartsWith(everywhere, (string)gateway["AdminUrl"]!, StringComparison.Ordinal);
        Assert.Contains($"\"{everywhere}9180\"", manifest.Text, StringComparison.Ordinal);
        Assert.Equal(family == "IPv4", manifest.Text.Contains("0.0.0.0", StringComparison.Ordinal));
        Assert.Contains(sibling, manifest.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_out_are_bounded_only_where_that_is_asked_for()
    {
        Helm.Require();
        var open = await Helm.RenderAsync("llm", [.. Region, "--set", "networkPolicy.enabled=true"]);
        Assert.All(open.Of("NetworkPolicy"), p => Assert.Equal(["Ingress"], Types(p)));
        var bound = await Helm.RenderAsync("llm", [.. Region, "--set", "networkPolicy.enabled=true,networkPolicy.egress.enabled=true,networkPolicy.egress.extra[0].ports[0].port=9090"]);
        foreach (var policy in bound.Of("NetworkPolicy").Where(p => !Manifest.Name(p).EndsWith("-redis", StringComparison.Ordinal)))
        {
            Assert.Equal(["Ingress", "Egress"], Types(policy));
            var rules = policy["spec"]!["egress"]!.AsArray();
            Assert.Equal([53, 53, 443, 6443, 9090], rules.SelectMany(r => r!["ports"]?.AsArray() ?? []).Select(p => (int)p!["port"]!));
            Assert.Single(rules, r => r!["to"] is not null);
        }
    }

    private static IEnumerable<string> Types(JsonNode policy) => policy["spec"]!["policyTypes"]!.AsArray().Select(t => (string)t!);
}
