using System.Text.Json.Nodes;

namespace SageServe.Chart.Tests;

/// <summary>The programs themselves would take every configuration that the chart renders, with the environment that it gives them.</summary>
public sealed class CheckConfigTests(Renderings renderings)
{
    [Fact]
    public async Task The_gateway_takes_each_of_its_configurations() => await CheckAsync("gateway", "Gateway");

    [Fact]
    public async Task The_scaler_takes_each_of_its_configurations() => await CheckAsync("scaler", "Scaler");

    [Fact]
    public async Task What_the_user_says_wins_and_what_is_wrong_is_seen()
    {
        Helm.Require();
        var manifest = await Helm.RenderAsync("r", "--set", "gateway.config.Gateway.MaxBodyBytes=3", "--set", "gateway.config.Gateway.Routng.A=1");
        var said = await AskAsync(manifest, "gateway", "Gateway");
        Assert.Contains("MaxBodyBytes", said, StringComparison.Ordinal);
        Assert.Contains("Routng", said, StringComparison.Ordinal);
    }

    private async Task CheckAsync(string component, string program)
    {
        var seen = 0;
        foreach (var (name, manifest) in renderings.All)
        {
            var said = await AskAsync(manifest, component, program);
            Assert.True(said.Length == 0, $"{name}: {said}");
            seen++;
        }

        Assert.True(seen >= 8, $"{seen} renderings");
    }

    /// <summary>Lays the files down as the volumes would, and asks. Empty when all is fine.</summary>
    private static async Task<string> AskAsync(Manifest manifest, string component, string program)
    {
        using var folder = new TemporaryFolder();
        var map = manifest.Of("ConfigMap").Single(m => m["data"]!.AsObject().ContainsKey(component + ".json"));
        foreach (var (name, text) in map["data"]!.AsObject())
        {
            folder.Write(Path.Combine("etc", "config", name), Moved((string)text!, folder));
        }

        foreach (var (name, text) in new[] { ("admin-key", "a"), ("peer-secret", "b"), ("engine-key", "c"), ("prometheus-token", "d"), ("keys.json", "{ \"keys\": [] }") })
        {
            folder.Write(Path.Combine("etc", "secrets", name), text);
        }

        var file = folder[$"etc/config/{component}.json"];
        var configuration = JsonNode.Parse(File.ReadAllText(file))!;
        folder.Write("run/fleet.json", $$"""{ "region": "{{configuration["Gateway"]?["Region"]}}", "version": 1, "replicas": [] }""");
        WithEnvironment(configuration, Container(manifest, component));
        File.WriteAllText(file, configuration.ToJsonString());
        var kind = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        var result = await CommandLineTool.Run(Path.Combine(Repository.Root, "artifacts", "bin", program, kind, "SageServe." + program), ["--check-config", file]);
        Assert.True(result.ExitCode is 0 or 2, result.Errors);
        return result.ExitCode == 0 ? "" : result.Errors;
    }

    private static string Moved(string text, TemporaryFolder folder) => text
        .Replace("/etc/sageserve/", folder["etc"] + "/", StringComparison.Ordinal)
        .Replace("/var/run/sageserve/", folder["run"] + "/", StringComparison.Ordinal);

    private static JsonNode Container(Manifest manifest, string component) =>
        manifest.Pods.SelectMany(p => Manifest.Containers(p.Spec)).Single(c => (string)c["name"]! == component);

    // The environment goes over the file, as it does in the pod; the check itself does not look at it.
    private static void WithEnvironment(JsonNode configuration, JsonNode container)
    {
        foreach (var variable in container["env"]!.AsArray())
        {
            var path = ((string)variable!["name"]!).Split("__");
            if (path.Length == 1)
            {
                continue;
            }

            var at = configuration.AsObject();
            foreach (var step in path[..^1])
            {
                at[step] ??= new JsonObject();
                at = at[step]!.AsObject();
            }

            at[path[^1]] = ((string?)variable["value"] ?? "a secret").Replace("$(POD_IP)", "10.0.0.1", StringComparison.Ordinal);
        }
    }
}
