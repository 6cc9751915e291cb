using System.Globalization;
using System.Text.Json.Nodes;

namespace SageServe.ClusterKit;

/// <summary>An API server with controllers, a scheduler and nodes: what is asked of it happens.</summary>
public sealed class Cluster : IAsyncDisposable
{
    private readonly ControllerLoop _loop;
    private readonly SpotReclaim _reclaims = new();

    private Cluster(ApiServer server, TimeProvider time, IEngineHost engines, string addressBase)
    {
        Server = server;
        _loop = new ControllerLoop(
            server.Store, time,
            [new LeaderWorkerSets(), new Deployments(), new ReplicaSets(), new StatefulSets(), new Garbage(), new NamespaceEnding(), _reclaims, new Scheduler(), new Kubelet(engines, addressBase), new Endpoints()]);
        engines.Changed += _loop.Wake;
        _loop.Start();
    }

    public ApiServer Server { get; }

    public ObjectStore Store => Server.Store;

    /// <summary>Controllers, scheduler and nodes stand still while set; the API server answers.</summary>
    public bool IsPaused
    {
        get => _loop.IsPaused;
        set => _loop.IsPaused = value;
    }

    /// <summary>Everything that was asked for until now is done, but for what waits for a time or an engine.</summary>
    public bool IsSettled => _loop.IsSettled;

    /// <param name="engines">Null: scripted ones that are ready at once.</param>
    /// <param name="time">Clock of controllers and nodes.</param>
    /// <param name="addressBase">First two numbers of the pods' addresses; clusters of one machine need different ones where engines are real.</param>
    public static async Task<Cluster> StartAsync(IEngineHost? engines = null, TimeProvider? time = null, string addressBase = "127.31")
    {
        time ??= TimeProvider.System;
        return new Cluster(await ApiServer.Start(time: time), time, engines ?? new ScriptedEngines(time), addressBase);
    }

    public void AddNode(string name, int gpus, params (string Name, string Value)[] labels)
    {
        var node = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/hostname"] = name } }, ["spec"] = new JsonObject() };
        foreach (var (label, value) in labels)
        {
            node.Into("metadata.labels")[label] = value;
        }

        var amounts = new JsonObject { ["nvidia.com/gpu"] = gpus.ToString(CultureInfo.InvariantCulture), ["cpu"] = "64", ["memory"] = "512Gi", ["pods"] = "110" };
        node.Into("status")["capacity"] = amounts;
        node.Into("status")["allocatable"] = amounts.DeepClone();
        node.SetCondition("Ready", true, Store.Now, "KubeletReady", "kubelet is posting ready status");
        Store.Create(ResourceTypes.Nodes, node);
    }

    /// <summary>The machine's owner wants it back: after the notice the node and its pods are gone.</summary>
    public void Reclaim(string node, TimeSpan notice)
    {
        _reclaims.Notify(Store, node, notice);
        _loop.Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _loop.DisposeAsync();
        await Server.DisposeAsync();
    }
}
