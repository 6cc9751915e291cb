using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using SageServe.Cli;

namespace SageServe.Acceptance.Tests;

/// <summary>
/// The compose file without a container engine: its programs with its very configuration, on free ports and in a folder of the test. Images are not
/// built here; what can be read of them is.
/// </summary>
public sealed partial class ComposeTests : IAsyncLifetime
{
    private static readonly string Deploy = Path.Combine(Repository.Root, "deploy");

    private readonly TemporaryFolder _folder = new();
    private readonly List<ChildProcess> _children = [];
    private readonly Dictionary<string, int> _ports = new[] { "8080", "9080", "9180", "9280", "9090", "6379" }.ToDictionary(p => p, _ => FreePort.Find());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var child in _children.AsEnumerable().Reverse())
        {
            await child.StopAsync(TimeSpan.FromSeconds(5));
            await child.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Its_configuration_serves_a_request_and_is_scraped_whole()
    {
        foreach (var name in (string[])["catalog.json", "emulator.json", "scaler.json", "gateway.json", "prometheus.yml"])
        {
            _folder.Write(name, Here(await File.ReadAllTextAsync(Path.Combine(Deploy, "compose", name))));
        }

        Directory.CreateDirectory(_folder["run"]);
        Start("redis", CommandLineTool.Require("redis-server"), "--port", $"{_ports["6379"]}", "--save", "");
        Start("prometheus", CommandLineTool.Require("prometheus"), $"--config.file={_folder["prometheus.yml"]}", $"--storage.tsdb.path={_folder["tsdb"]}", $"--web.listen-address=127.0.0.1:{_ports["9090"]}");
        Start("emulator", Programs.VllmEmulator, "--config", _folder["emulator.json"]);
        Start("scaler", Programs.Scaler, "--config", _folder["scaler.json"]);

        // Compose starts the gateway again until there is a fleet.
        await Eventually.True(() => Task.FromResult(File.Exists(_folder["run/fleet.json"])), () => "the scaler has written the fleet: " + _children[^1].LogTail(), TimeSpan.FromSeconds(60));
        Start("gateway", Programs.Gateway, "--config", _folder["gateway.json"]);
        using var http = new HttpClient();
        await Eventually.True(() => ServesAsync(http), "a request is served", TimeSpan.FromSeconds(60));
        var targets = "";
        await Eventually.True(async () => (targets = await TargetsAsync(http)).Split("\"health\":\"up\"").Length > 3, () => "gateway, scaler and an engine are scraped: " + targets, TimeSpan.FromSeconds(30));

        using var console = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{_ports["9080"]}/console");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(console)).StatusCode);
    }

    [Fact]
    public void Each_image_that_is_built_has_its_target_and_each_file_that_is_mounted_is_there()
    {
        var compose = File.ReadAllText(Path.Combine(Deploy, "compose.yaml"));
        var docker = File.ReadAllText(Path.Combine(Deploy, "Dockerfile"));
        var targets = Targets().Matches(docker).Select(m => m.Groups[1].Value).ToHashSet();
        Assert.All(BuiltTargets().Matches(compose), m => Assert.Contains(m.Groups[1].Value, targets));
        Assert.All(Mounts().Matches(compose), m => Assert.True(Path.Exists(Path.Combine(Deploy, m.Groups[1].Value)), m.Value));
        Assert.Equal(3, BuiltTargets().Count(compose));

        // No image of ours runs as root, and nobody's address of base images is fixed.
        Assert.All(docker.Split("\nFROM ").Skip(2), stage => Assert.True(stage.StartsWith("chiseled AS", StringComparison.Ordinal) || stage.Contains("\nUSER 1654", StringComparison.Ordinal), stage));
        Assert.All(docker.Split('\n').Where(l => l.StartsWith("FROM ", StringComparison.Ordinal)), l => Assert.True(l.StartsWith("FROM ${DOTNET_IMAGES}/", StringComparison.Ordinal) || l.StartsWith("FROM chiseled ", StringComparison.Ordinal), l));
    }

    [Fact]
    public async Task The_sdk_makes_images_of_the_same_names_on_the_same_base()
    {
        var compose = await File.ReadAllTextAsync(Path.Combine(Deploy, "compose.yaml"));
        foreach (var (project, image) in ((string, string)[])[("Gateway", "sageserve/gateway"), ("Scaler", "sageserve/scaler"), ("VllmEmulator", "sageserve/emulator")])
        {
            var asked = await CommandLineTool.Run("dotnet", ["msbuild", Path.Combine(Repository.Root, "src", project, project + ".csproj"), "-getProperty:ContainerRepository,ContainerFamily,ContainerUser"]);
            using var told = System.Text.Json.JsonDocument.Parse(asked.Output);
            var properties = told.RootElement.GetProperty("Properties");
            Assert.Equal((image, "noble-chiseled", "1654"), (properties.GetProperty("ContainerRepository").GetString(), properties.GetProperty("ContainerFamily").GetString(), properties.GetProperty("ContainerUser").GetString()));
            Assert.Contains($"image: {image}\n", compose, StringComparison.Ordinal);
        }
    }

    private string Here(string text)
    {
        text = text.Replace("/etc/sageserve", _folder.Root, StringComparison.Ordinal).Replace("/run/sageserve", _folder["run"], StringComparison.Ordinal)
            .Replace("/var/lib/sageserve", _folder["data"], StringComparison.Ordinal).Replace("/etc/prometheus/rules", Path.Combine(Repository.Root, "helm/sageserve/rules"), StringComparison.Ordinal)
            .Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("scrape_interval: 5s", "scrape_interval: 1s", StringComparison.Ordinal)
            .Replace("refresh_interval: 10s", "refresh_interval: 1s", StringComparison.Ordinal);
        return _ports.Aggregate(text, (t, p) => t.Replace(":" + p.Key, $":{p.Value}", StringComparison.Ordinal));
    }

    private void Start(string name, string program, params string[] arguments) => _children.Add(ChildProcess.StartForeign(name, _folder[name + ".log"], program, arguments));

    private async Task<bool> ServesAsync(HttpClient http)
    {
        try
        {
            var body = new { model = "meta-llama/Llama-3.1-8B-Instruct", max_tokens = 3, messages = new[] { new { role = "user", content = "Hello" } } };
            using var answer = await http.PostAsJsonAsync($"http://127.0.0.1:{_ports["8080"]}/v1/chat/completions", body);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string> TargetsAsync(HttpClient http) => await http.GetStringAsync(new Uri($"http://127.0.0.1:{_ports["9090"]}/api/v1/targets?state=active"));

    [GeneratedRegex(@"\bAS ([a-z-]+)")]
    private static partial Regex Targets();

    [GeneratedRegex(@"\btarget: ([a-z-]+)")]
    private static partial Regex BuiltTargets();

    [GeneratedRegex("\"(\\.[^:\"]*):")]
    private static partial Regex Mounts();
}
