using System.Diagnostics;
using System.Text.Json.Nodes;

namespace SageServe.Acceptance.Tests;

/// <summary>A gateway process without replicas, that keeps keys in a file and has an admin key.</summary>
internal sealed class LoneGateway : IAsyncDisposable
{
    public const string AdminKey = "an admin key";

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private Process? _process;

    public string Url { get; } = $"http://127.0.0.1:{FreePort.Find()}";

    public string AdminUrl { get; } = $"http://127.0.0.1:{FreePort.Find()}";

    public string ConfigFile => _folder["config.json"];

    /// <summary>File that holds the admin key.</summary>
    public string AdminKeyFile => _folder["admin.key"];

    public static async Task<LoneGateway> StartAsync()
    {
        var gateway = new LoneGateway();
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd('/'));
        var program = Path.Combine(Repository.Root, "artifacts", "bin", "Gateway", configuration, "SageServe.Gateway");
        gateway._process = Process.Start(new ProcessStartInfo(program, ["--config", gateway.WriteConfig(), "--exit-with-parent"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        _ = gateway._process.StandardError.ReadToEndAsync();
        await Eventually.True(gateway.IsAliveAsync, "the gateway answers");
        return gateway;
    }

    public async Task<int> ModelsAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url + "/v1/models");
        request.Headers.Authorization = new("Bearer", key);
        using var response = await _http.SendAsync(request);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsAliveAsync()
    {
        try
        {
            using var response = await _http.GetAsync(AdminUrl + "/healthz/live");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private string WriteConfig()
    {
        _folder.Write("admin.key", AdminKey + "\n");
        var config = new JsonObject
        {
            ["Gateway"] = new JsonObject
            {
                ["Region"] = "eastus",
                ["PublicUrl"] = Url,
                [nameof(AdminUrl)] = AdminUrl,
                [nameof(AdminKeyFile)] = AdminKeyFile,
                ["CatalogFile"] = Path.Combine(Repository.Root, "src", "Simulator", "Data", "demo-catalog.json"),
                ["FleetFile"] = _folder.Write("fleet.json", """{"region":"eastus","version":1,"replicas":[]}"""),
                ["KeysFile"] = _folder.Write("keys.json", """{"keys":[]}"""),
                ["DataDirectory"] = _folder["data"],
            },
        };
        return _folder.Write("config.json", config.ToJsonString());
    }
}
