using System.Globalization;
using System.Net.Http.Json;
using System.Text;

namespace SageServe.Cli;

/// <summary>The processes of the run: gateways on one store of files, their Redis, and an emulator with replicas that fail now and then.</summary>
internal sealed class ChaosStage : IAsyncDisposable
{
    /// <summary>Of requests that no replica can do.</summary>
    public const int PoisonSeed = 666;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly RunDirectory _directory = RunDirectory.Create();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly AdminClient _admin = new();
    private readonly ChaosOptions _options;
    private readonly ChaosFiles _files;
    private readonly Uri _control;
    private readonly ChildProcess _emulator;
    private IReadOnlyList<ReplicaDocument> _replicas = [];

    public ChaosStage(ChaosOptions options)
    {
        _options = options;
        var taken = new HashSet<int>();
        var ports = Enumerable.Range(0, options.Gateways).Select(_ => (PortPlan.Free(taken), PortPlan.Free(taken))).ToArray();
        var control = PortPlan.Free(taken);
        Redis = options.OnRedis ? new ChaosRedis(_directory, PortPlan.Free(taken)) : null;
        Bucket = options.InBucket ? new ChaosBucket(_directory, PortPlan.Free(taken)) : null;
        Store = Bucket is null ? new ChaosFolder(_directory) : Bucket;
        _files = new ChaosFiles(_directory, options, Store);
        _control = RegionPorts.Local(control);
        _files.WriteFleet(0, []);
        _emulator = ChildProcess.Start("emulator", _directory.File("emulator.log"), Programs.VllmEmulator, "--config", _files.Emulator(control), "--exit-with-parent");
        Gateways = [.. ports.Select((p, i) => new ChaosGateway(
            i + 1, p.Item1, p.Item2, _files.Gateway(i + 1, ports, Redis?.Endpoint), _directory.File(string.Create(CultureInfo.InvariantCulture, $"gateway-{i + 1}.log"))))];
    }

    public IReadOnlyList<ChaosGateway> Gateways { get; }

    /// <summary>Null on sqlite.</summary>
    public ChaosRedis? Redis { get; }

    /// <summary>Null where the files are in a folder.</summary>
    public ChaosBucket? Bucket { get; }

    /// <summary>Where files, batches and journals are.</summary>
    public IChaosStore Store { get; }

    public string Root => _directory.Root;

    /// <summary>Leaves the run's files in place, for a look at them.</summary>
    public void Keep() => _directory.Keep = true;

    /// <exception cref="RunFailedException">A process is not ready in time.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(StartLimit);
        await (Redis?.StartAsync(limit.Token) ?? Task.CompletedTask);
        await Store.StartAsync(limit.Token);
        while (await _admin.NotReadyBecauseAsync(_control, "/healthz/ready", limit.Token) is not null)
        {
            await PauseAsync(limit.Token);
        }

        _replicas = [.. (await _admin.ReplicasAsync(_control, all: false, limit.Token)).Replicas];
        _files.WriteFleet(1, _replicas);
        foreach (var (replica, number) in _replicas.Select((r, i) => (r, i)))
        {
            // Half of the failures may be tried elsewhere at once, the others are the line's own.
            var fault = new ReplicaFaultDocument(ErrorRate: _options.FailRate, ErrorStatus: number % 2 == 0 ? 503 : 500, PoisonSeed: PoisonSeed);
            using var response = await _http.PostAsync(new Uri(_control, $"/control/replicas/{replica.Id}/fault"), JsonContent.Create(fault, SharedJson.Default.ReplicaFaultDocument), limit.Token);
            response.EnsureSuccessStatusCode();
        }

        foreach (var gateway in Gateways)
        {
            gateway.Start();
        }

        await ReadyAsync(limit.Token);
    }

    /// <summary>Waits until every gateway serves.</summary>
    public async Task ReadyAsync(CancellationToken stop)
    {
        foreach (var gateway in Gateways)
        {
            while (await _admin.NotReadyBecauseAsync(gateway.Admin, "/healthz/ready", stop) is not null)
            {
                await PauseAsync(stop);
            }
        }
    }

    /// <summary>Calls that engines have answered to the end.</summary>
    public async Task<long> AnswersAsync(CancellationToken stop)
    {
        var sum = 0L;
        foreach (var replica in _replicas)
        {
            var page = Encoding.UTF8.GetString(await _admin.MetricsAsync(new Uri(replica.Url), stop));
            sum += page.Split('\n').Where(l => l.StartsWith("vllm:request_success_total", StringComparison.Ordinal) && !l.Contains("abort", StringComparison.Ordinal))
                .Sum(l => (long)double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
        }

        return sum;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in Gateways)
        {
            await gateway.DisposeAsync();
        }

        await _emulator.DisposeAsync();
        await (Redis?.DisposeAsync() ?? ValueTask.CompletedTask);
        await Store.DisposeAsync();
        _http.Dispose();
        _admin.Dispose();
        _directory.Dispose();
    }

    private Task PauseAsync(CancellationToken stop)
    {
        if (_emulator.Died)
        {
            throw new RunFailedException($"The emulator ended. The end of its log:\n{_emulator.LogTail()}");
        }

        return Gateways.FirstOrDefault(g => g.Died) is { } dead
            ? throw new RunFailedException($"Gateway {dead.Number} ended by itself. The end of its log:\n{dead.LogTail()}")
            : Task.Delay(TimeSpan.FromMilliseconds(50), stop);
    }
}
