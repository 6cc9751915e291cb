using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>The gateway under test: a process of its own, with short limits of time and two replicas that are the same upstream.</summary>
internal sealed class FuzzGateway : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly RunDirectory _directory = RunDirectory.Create();
    private readonly AdminClient _admin = new();
    private readonly ChildProcess _process;
    private readonly Uri _adminUrl;

    public FuzzGateway(int upstream)
    {
        var taken = new HashSet<int>();
        var (port, admin) = (PortPlan.Free(taken), PortPlan.Free(taken));
        Public = new IPEndPoint(IPAddress.Loopback, port);
        _adminUrl = RegionPorts.Local(admin);
        var config = new BenchFiles(_directory, upstream).Gateway(port, admin, Adjust, replicas: 2);
        _process = ChildProcess.Start("gateway", _directory.File("gateway.log"), Programs.Gateway, "--config", config, "--exit-with-parent");
    }

    public IPEndPoint Public { get; }

    public bool Died => _process.Died;

    /// <exception cref="RunFailedException">It is not ready in time.</exception>
    public async Task ReadyAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(StartLimit);
        while (!_process.Died && await _admin.NotReadyBecauseAsync(_adminUrl, "/healthz/ready", limit.Token) is not null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), limit.Token);
        }

        if (_process.Died)
        {
            throw new RunFailedException($"The gateway ended while it started. The end of its log:\n{_process.LogTail()}");
        }
    }

    /// <summary>Requests that the gateway holds or has in flight, by its own tables.</summary>
    public async Task<int> OpenRequestsAsync(CancellationToken stop)
    {
        using var fleet = await _admin.TryJsonAsync(_adminUrl, "/admin/fleet", stop);
        return fleet is null
            ? int.MaxValue
            : fleet.RootElement.GetProperty("models").EnumerateArray().Sum(m => Sum(m.GetProperty("held")) + Sum(m.GetProperty("inFlight")));
    }

    /// <summary>Sockets that the process has open.</summary>
    public int OpenSockets() => Directory.EnumerateFileSystemEntries($"/proc/{_process.Id}/fd")
        .Count(f => new FileInfo(f).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);

    /// <summary>How it tells the story of a request itself; empty where it has none.</summary>
    public async Task<string> StoryAsync(string id, CancellationToken stop)
    {
        using var told = await _admin.TryJsonAsync(_adminUrl, "/admin/requests/" + id, stop);
        return told?.RootElement.GetProperty("requests").ToString() ?? "";
    }

    /// <summary>Lines of its log that no input may bring about.</summary>
    public IEnumerable<string> Alarms() => Directory.EnumerateFiles(_directory.Root, "gateway.log*").SelectMany(File.ReadLines)
        .Where(l => l.Contains("[1011]", StringComparison.Ordinal) || l.Contains("[1012]", StringComparison.Ordinal) || l.Contains("Unhandled exception", StringComparison.Ordinal) || l.Contains("crit:", StringComparison.Ordinal));

    public string LogTail() => _process.LogTail();

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _admin.Dispose();
        _directory.Dispose();
    }

    private static void Adjust(JsonObject gateway)
    {
        JsonObject Limits() => new() { ["FirstToken"] = "00:00:03", ["Gap"] = "00:00:03", ["Total"] = "00:00:06" };
        gateway["Forwarding"] = new JsonObject { ["Timeouts"] = new JsonObject { ["InteractiveFast"] = Limits(), ["InteractiveNormal"] = Limits() } };

        // Failures are the rule here: nobody may be left out for them.
        gateway["Routing"] = new JsonObject
        {
            ["RetryFloor"] = 1_000_000,
            ["AvoidAfterFailure"] = "00:00:00.001",
            ["Breaker"] = new JsonObject { ["ConsecutiveFailures"] = 1_000_000, ["MinAttempts"] = 1_000_000 },
        };
    }

    private static int Sum(JsonElement byTier) => byTier.EnumerateObject().Sum(t => t.Value.GetInt32());
}
