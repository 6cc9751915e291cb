using SageServe.Kubernetes;

namespace SageServe.Scaler.Tests;

/// <summary>The actuator of a cluster with one workload, its gateway and its engines; a test asks for each look itself.</summary>
internal sealed class ClusterRig : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new();
    private CancellationTokenSource _stop = new();
    private readonly string _kind;
    private readonly string? _other;
    private Task _running = Task.CompletedTask;

    private ClusterRig(string kind, TinyCluster cluster, TinyServer server, string? other) => (_kind, Cluster, Server, _other) = (kind, cluster, server, other);

    public TinyCluster Cluster { get; }

    public TinyServer Server { get; private set; }

    public KubernetesFleetActuator Actuator { get; private set; } = null!;

    public Func<string?> Token { get; init; } = () => null;

    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromMinutes(5);

    public string? FleetFile { get; init; }

    /// <summary>It has the lease.</summary>
    public bool Leads { get; set; } = true;

    public KeptLog<KubernetesFleetActuator> Log { get; } = new();

    public ScalerMetrics Metrics { get; } = new();

    /// <param name="kind">Of the workload.</param>
    /// <param name="replicas">Ready at the beginning.</param>
    /// <param name="make">Other settings.</param>
    /// <param name="other">A model of which there is a second workload of that name.</param>
    public static async Task<ClusterRig> StartAsync(string kind, int replicas, Func<ClusterRig, ClusterRig>? make = null, string? other = null)
    {
        var cluster = new TinyCluster(kind, other);
        var server = await TinyServer.StartAsync(cluster);
        cluster.Scale(replicas);
        var rig = new ClusterRig(kind, cluster, server, other);
        rig = make?.Invoke(rig) ?? rig;
        await rig.RestartAsync();
        return rig;
    }

    /// <summary>The same with other settings; only before it runs.</summary>
    public ClusterRig With(TimeSpan? drainLimit = null, Func<string?>? token = null, string? fleetFile = null) => new(_kind, Cluster, Server, _other)
    {
        DrainLimit = drainLimit ?? DrainLimit,
        Token = token ?? Token,
        FleetFile = fleetFile ?? FleetFile,
    };

    private string[] Models => _other is null ? ["llama"] : ["llama", _other];

    public static PoolId PoolOf(string model) => Views.Pool with { Deployment = Views.Pool.Deployment with { Model = new ModelId(model) } };

    /// <summary>A new process takes over: nothing is remembered.</summary>
    public async Task RestartAsync()
    {
        await EndAsync();
        _stop = new CancellationTokenSource();
        var options = new KubernetesOptions
        {
            Region = "eastus",
            Namespace = "ns",
            Workloads = [.. Models.Select(m => new WorkloadOptions { Model = m, Accelerator = "a100", Kind = _kind, Name = m })],
            ExchangeAfter = TimeSpan.Zero,
            FleetFile = FleetFile,
        };
        var scaler = new ScalerOptions
        {
            DryRun = false,
            Actuator = new ActuatorOptions { Kind = ActuatorOptions.Cluster, Kubernetes = options, DrainLimit = DrainLimit, Timeout = TimeSpan.FromSeconds(2) },
            Source = new SourceOptions { Gateways = [new GatewayTarget { Region = "eastus", AdminUrl = Server.Url }] },
        };
        var access = new KubernetesAccess { Server = new Uri(Server.Url + "/"), Token = Token };
        var live = new LiveConfiguration(scaler, new ServingCatalog(Catalogs.DocumentOf([.. Models.Select(PoolOf)])));
        Actuator = new KubernetesFleetActuator(access, live, _http, Metrics, () => "1.7", new SteadyClock(TimeProvider.System), Log) { Leads = () => Leads };
        _running = Actuator.RunAsync(_stop.Token);
        await Until(async () => await Actuator.ObserveAsync(default) is not null, "it sees the cluster");
    }

    /// <summary>The API server ends, and another starts at its address.</summary>
    public async Task RestartServerAsync()
    {
        var port = Server.Port;
        await Server.DisposeAsync();
        Server = await TinyServer.StartAsync(Cluster, port);
        Server.Forget();
    }

    /// <summary>Looks until this is so.</summary>
    public Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);

    public Task Until(Func<Task<bool>> condition, string what) => Eventually.True(
        async () =>
        {
            await Actuator.ReconcileAsync(mayMove: true, default);
            return await condition();
        },
        what,
        Limit);

    public async Task<ActionReceipt> Start(int count) => Assert.Single(await Actuator.ApplyAsync([new ScaleAction(ScaleActionKind.Start, Views.Pool, count, "test", "")], default));

    public async Task<ActionReceipt> Stop(int count) => Assert.Single(await Actuator.ApplyAsync([new ScaleAction(ScaleActionKind.Stop, Views.Pool, count, "test", "")], default));

    public async Task<PoolCount> Count() => Assert.Single((await Actuator.ObserveAsync(default))!.Value);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Server.DisposeAsync();
        _http.Dispose();
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default);
        Actuator?.Dispose();
        _stop.Dispose();
    }
}
