using System.Text.Json.Nodes;

namespace SageServe.Chart.Tests;

/// <summary>Rules and dashboards reach the cluster as they stand in their files.</summary>
public sealed class MonitoringTests(Renderings renderings)
{
    [Fact]
    public void Rules_are_rendered_as_they_are()
    {
        var files = Directory.GetFiles(Path.Combine(Helm.Chart, "rules"), "*.yaml");
        var rendered = renderings["production"].Of("PrometheusRule").ToList();
        Assert.Equal(files.Length, rendered.Count);
        Assert.Equal(files.Order(StringComparer.Ordinal).Select(f => YamlTree.ParseAll(File.ReadAllText(f)).Single().ToJsonString()), rendered.Select(r => r["spec"]!.ToJsonString()));
        Assert.Contains("{{ $labels.", renderings["production"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runbooks_are_links_where_it_is_said_where_they_are_served()
    {
        Helm.Require();
        var result = await Helm.RunAsync("template", "r", Helm.Chart, "-f", Path.Combine(Renderings.Examples, "production.yaml"), "--set", "prometheusRule.runbookUrl=https://wiki.example.com/runbooks/");
        Assert.True(result.ExitCode == 0, result.Errors);
        var urls = result.Output.Split('\n').Where(l => l.Contains("runbook_url: ", StringComparison.Ordinal)).Select(l => l.Trim()).ToList();
        Assert.True(urls.Count >= 30);
        Assert.All(urls, u => Assert.Matches("^runbook_url: https://wiki.example.com/runbooks/SageServe[A-Za-z]+\\.md$", u));
    }

    [Fact]
    public void Each_dashboard_is_a_config_map_that_grafanas_sidecar_picks_up()
    {
        var maps = renderings["production"].Of("ConfigMap").Where(c => c["metadata"]!["labels"]!["grafana_dashboard"] is not null).ToList();
        Assert.All(maps, m => Assert.Equal(("1", "SageServe"), ((string)m["metadata"]!["labels"]!["grafana_dashboard"]!, (string)m["metadata"]!["annotations"]!["grafana_folder"]!)));
        var files = Directory.GetFiles(Path.Combine(Helm.Chart, "dashboards"), "*.json").ToDictionary(f => Path.GetFileName(f), f => JsonNode.Parse(File.ReadAllText(f))!.ToJsonString());
        Assert.Equal(files.OrderBy(f => f.Key, StringComparer.Ordinal), maps.SelectMany(m => m["data"]!.AsObject()).ToDictionary(d => d.Key, d => JsonNode.Parse((string)d.Value!)!.ToJsonString()).OrderBy(f => f.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Gateway_scaler_and_engines_are_scraped_on_ports_that_their_services_have()
    {
        var manifest = renderings["production"];
        var monitors = manifest.Of("ServiceMonitor").ToList();
        Assert.Equal(["llm-sageserve-engines", "llm-sageserve-gateway", "llm-sageserve-scaler"], monitors.Select(Manifest.Name).Order(StringComparer.Ordinal));
        foreach (var monitor in monitors)
        {
            var services = manifest.Of("Service").Where(s => monitor["spec"]!["selector"]!["matchLabels"]!.AsObject().All(l => (string?)s["metadata"]!["labels"]![l.Key] == (string?)l.Value)).ToList();
            Assert.NotEmpty(services);
            Assert.All(services, s => Assert.Contains((string)monitor["spec"]!["endpoints"]![0]!["port"]!, s["spec"]!["ports"]!.AsArray().Select(p => (string)p!["name"]!)));
            Assert.Equal("prometheus", (string)monitor["metadata"]!["labels"]!["release"]!);
        }
    }

    [Fact]
    public async Task A_chart_without_rules_and_dashboards_renders_too()
    {
        Helm.Require();
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Helm.Chart, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/dashboards/", StringComparison.Ordinal) && !f.Contains("/rules/", StringComparison.Ordinal)))
        {
            folder.Write(Path.GetRelativePath(Helm.Chart, file), File.ReadAllText(file));
        }

        var result = await Helm.RunAsync("template", "r", folder.Root, "-f", Path.Combine(Renderings.Examples, "production.yaml"));
        Assert.True(result.ExitCode == 0, result.Errors);
        Assert.DoesNotContain("kind: PrometheusRule", result.Output, StringComparison.Ordinal);
    }
}
