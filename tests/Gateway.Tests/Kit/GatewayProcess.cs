using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>The gateway's executable as a process: metrics of its own, and signals.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly RegionId _region;
    private long _fleetVersion;

    private GatewayProcess(GatewaySetup setup, FleetReplica[] replicas)
    {
        var (url, adminUrl) = (setup.Url ?? GatewayUnderTest.Address(), GatewayUnderTest.Address());
        Client = new HttpClient { BaseAddress = new Uri(url) };
        Admin = new HttpClient { BaseAddress = new Uri(adminUrl) };
        _folder.Write("catalog.json", JsonSerializer.Serialize(setup.Catalog ?? TestCatalog.Document(), SharedJson.Default.CatalogDocument));
        _region = new RegionId(setup.Region);
        SetFleet(replicas);
        var keys = setup.KeysJson is { } json ? _folder.Write("keys.json", json) : null;
        var config = GatewayConfig.For(setup, _folder, url, adminUrl, keys);
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "artifacts", "bin", "Gateway", "release", "SageServe.Gateway"))
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add("--config");
        start.ArgumentList.Add(_folder.Write("config.json", config.ToJsonString()));
        start.ArgumentList.Add("--exit-with-parent");
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += Keep;
        _process.OutputDataReceived += Keep;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    public HttpClient Client { get; }

    public HttpClient Admin { get; }

    /// <summary>Of the process.</summary>
    public int Id => _process.Id;

    /// <summary>Replaces the fleet file.</summary>
    public void SetFleet(params FleetReplica[] replicas)
    {
        var fleet = new FleetDocument(_region, ++_fleetVersion, [.. replicas]);
        _folder.Write("fleet.json.tmp", JsonSerializer.Serialize(fleet, SharedJson.Default.FleetDocument));
        File.Move(_folder["fleet.json.tmp"], _folder["fleet.json"], overwrite: true);
    }

    /// <summary>All that it wrote to its streams so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Whole once the process has ended.</summary>
    public string DecisionLog => File.ReadAllText(_folder["decisions.jsonl"]);

    public static Task<GatewayProcess> StartAsync(FakeEngine engine, double speed = 1) =>
        StartAsync(new GatewaySetup { Speed = speed }, GatewayUnderTest.Replica("east-model-a-1", engine.Url));

    public static async Task<GatewayProcess> StartAsync(GatewaySetup setup, params FleetReplica[] replicas)
    {
        var gateway = new GatewayProcess(setup, replicas);
        await Eventually.True(
            async () => !gateway._process.HasExited ? await gateway.ReadyStatusAsync() == 200 : throw new InvalidOperationException("The gateway ended: " + gateway.Log),
            "the gateway is ready",
            TimeSpan.FromSeconds(30));
        return gateway;
    }

    /// <summary>0 when nobody answers.</summary>
    public async Task<int> ReadyStatusAsync()
    {
        try
        {
            using var response = await Admin.GetAsync("/healthz/ready");
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    public async Task<PrometheusScrape> ScrapeAsync() => PrometheusText.Parse(Encoding.UTF8.GetBytes(await Admin.GetStringAsync("/metrics")));

    /// <summary>The largest value of a gauge; null before it has one.</summary>
    public async Task<double?> GaugeAsync(string name) => (await ScrapeAsync()).All(name).Max(s => (double?)s.Value);

    public Task<HttpResponseMessage> ChatAsync(bool stream) => Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(GatewayUnderTest.ChatBody(stream: stream), Encoding.UTF8, "application/json"),
        },
        HttpCompletionOption.ResponseHeadersRead);

    /// <summary>Sends SIGTERM.</summary>
    public void Terminate() => Assert.Equal(0, Kill(_process.Id, 15));

    /// <summary>Kills it as a crash would.</summary>
    public async Task CrashAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(15));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Admin.Dispose();
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_log)
        {
            _log.AppendLine(line.Data);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
