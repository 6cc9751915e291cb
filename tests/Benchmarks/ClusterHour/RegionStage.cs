using System.Text;
using System.Text.Json.Nodes;

namespace SageServe.ClusterHour;

/// <summary>One region: its cluster, the emulator that runs the engines of its pods, and its gateway.</summary>
internal sealed class RegionStage : IAsyncDisposable
{
    private readonly List<ChildProcess> _processes = [];
    private readonly string _gateway;
    private readonly Door _metrics;
    private EmulatedEngines _engines = null!;
    private int _machines;

    private RegionStage(string region, RegionAddresses addresses)
    {
        (Region, _gateway) = (region, addresses.Admin);
        (Scalers, _metrics) = (new Door(addresses.Scalers), new Door(addresses.Metrics));
        _metrics.Add(_gateway);
    }

    public string Region { get; }

    /// <summary>Where peers ask any of its scalers.</summary>
    public Door Scalers { get; }

    public Cluster Cluster { get; private set; } = null!;

    public AuditLog Audit { get; private set; } = null!;

    public IEnumerable<ChildProcess> Processes => _processes;

    public static async Task<RegionStage> StartAsync(string region, int number, HourOptions options, HourFiles files, RegionAddresses addresses, RunDirectory directory, AdminClient admin, CancellationToken stop)
    {
        var stage = new RegionStage(region, addresses);
        stage.Run($"emulator-{region}", Programs.VllmEmulator, directory, files.Emulator(region));
        await Until.ReadyAsync(admin, addresses.Control, stop);
        stage._engines = new EmulatedEngines(addresses.Control, new RegionId(region));
        stage.Cluster = await Cluster.StartAsync(stage._engines, TimeProvider.System, $"127.{60 + number}");
        stage.Audit = new AuditLog(stage.Cluster);
        for (var i = 0; i < HourWorld.Nodes; i++)
        {
            stage.AddMachine();
        }

        await stage.FillAsync(stop);
        await Until.TrueAsync(stage.IsWhole, $"the engines of {region} are ready", stop);
        stage.Grant("gateway", Example.Read("rbac-gateway.yaml", "Role"));
        stage.Run($"gateway-{region}", options.Program($"gateway-{region}", Programs.Gateway), directory, files.Gateway(region, stage.KubeConfig(files, "gateway")));
        await Until.ReadyAsync(admin, addresses.Admin, stop);
        return stage;
    }

    /// <summary>Its scalers hear nothing of the gateway, neither demand nor what it holds.</summary>
    public Task SilenceAsync() => _metrics.CloseAsync();

    public void EndSilence() => _metrics.Add(_gateway);

    /// <summary>A machine that was not there before.</summary>
    public void AddMachine() => Cluster.AddNode($"{Region}-{++_machines}", HourWorld.GpusPerNode);

    /// <summary>Who has this token may do what the role says, in the namespace of the engines.</summary>
    public void Grant(string name, JsonObject role) => Cluster.Server.Access.Grant(Token(name), name, PolicyRule.Of(role), "default");

    public string KubeConfig(HourFiles files, string name) => files.KubeConfig(Token(name), Cluster.Server.Url);

    /// <summary>Every workload has the replicas that it is to have, ready and not to leave.</summary>
    public bool IsWhole() => HourWorld.Models.All(m => Workload(m) is { } o && o.Number("status.readyReplicas") == o.Number("spec.replicas"))
        && !Cluster.Store.List(ResourceTypes.Pods).Any(p => p.IsTerminating());

    /// <summary>Its workloads as their pods are now.</summary>
    public IEnumerable<FleetMinute> Fleet(int minute)
    {
        var pods = Cluster.Store.List(ResourceTypes.Pods);
        foreach (var model in HourWorld.Models)
        {
            var own = pods.Where(p => p.At("metadata.labels")!["app"]!.ToString() == HourWorld.Workload(model)).ToArray();
            yield return new FleetMinute(minute, Region, model, Workload(model).Number("spec.replicas") ?? 0, own.Count(p => p.IsReady()), own.Count(IsLeaving));
        }
    }

    public JsonObject? Workload(string model) => Cluster.Store.Find(Key(model));

    public void Change(string model, Action<JsonObject> change) => Cluster.Store.Update(Key(model), change);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_processes.Where(p => p.Name.StartsWith("gateway", StringComparison.Ordinal)).Select(p => p.DisposeAsync().AsTask()));
        await Cluster.DisposeAsync();
        await _engines.DisposeAsync();
        await Task.WhenAll(_processes.Where(p => p.Name.StartsWith("emulator", StringComparison.Ordinal)).Select(p => p.DisposeAsync().AsTask()));
        await Scalers.DisposeAsync();
        await _metrics.DisposeAsync();
    }

    private static bool IsLeaving(JsonObject pod) => pod.IsTerminating() || (pod.At("metadata.annotations") as JsonObject)?[ClusterNames.Draining] is not null;

    private string Token(string name) => $"{name}-of-{Region}";

    private ObjectKey Key(string model) => new(HourWorld.Kind(Region, model) == "statefulset" ? ResourceTypes.StatefulSets : ResourceTypes.Deployments, "default", HourWorld.Workload(model));

    private void Run(string name, string program, RunDirectory directory, string config) =>
        _processes.Add(ChildProcess.Start(name, directory.File(name + ".log"), program, "--config", config, "--exit-with-parent"));

    private async Task FillAsync(CancellationToken stop)
    {
        // Through the front door, because defaults of a rollout are the server's.
        using var http = new HttpClient { BaseAddress = new Uri(Cluster.Server.Url) };
        foreach (var model in HourWorld.Models)
        {
            var kind = HourWorld.Kind(Region, model);
            await CreateAsync(http, $"apis/apps/v1/namespaces/default/{kind}s", HourWorkload.Make(Example.Read($"engine-{kind}.yaml"), model, HourWorld.Initial(Region, model)), stop);
            await CreateAsync(http, "api/v1/namespaces/default/services", HourWorkload.Service(model), stop);
        }
    }

    private static async Task CreateAsync(HttpClient http, string collection, JsonObject item, CancellationToken stop)
    {
        using var content = new StringContent(item.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(collection, UriKind.Relative), content, stop);
        if (!answer.IsSuccessStatusCode)
        {
            throw new RunFailedException($"{collection}: {await answer.Content.ReadAsStringAsync(stop)}");
        }
    }
}
