using SageServe.ClusterKit;
using SageServe.Kubernetes;

namespace SageServe.Cli.Tests;

/// <summary>A stand-in cluster with one node, a past that is forgotten, and a kubeconfig that leads to it.</summary>
internal sealed class ClusterStand : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Timer _bookmarks;

    private ClusterStand(Cluster cluster)
    {
        Cluster = cluster;
        cluster.AddNode("node-a", 0);
        cluster.Server.Compact();

        // A real server sends them by itself, about once a minute.
        _bookmarks = new Timer(_ => cluster.Server.Bookmark(), null, 100, 100);
    }

    public Cluster Cluster { get; }

    public ApiServer Server => Cluster.Server;

    public IEnumerable<string> Namespaces => Cluster.Store.List(ResourceTypes.Namespaces).Select(n => n.Text("metadata.name")!);

    public static async Task<ClusterStand> StartAsync(Misbehaviour broken = Misbehaviour.None)
    {
        var stand = new ClusterStand(await Cluster.StartAsync());
        stand.Server.Misbehaviour = broken;
        return stand;
    }

    public string KubeConfig(string token = "any", string? server = null) => _folder.Write("kubeconfig", $$"""
        apiVersion: v1
        kind: Config
        current-context: stand
        contexts: [ { "name": stand, "context": { "cluster": stand, "user": me } } ]
        clusters: [ { "name": stand, "cluster": { "server": "{{server ?? Server.Url}}" } } ]
        users: [ { "name": me, "user": { "token": "{{token}}" } } ]
        """);

    /// <summary>The executable, as it is called.</summary>
    public Task<CommandLineResult> RunAsync(params IEnumerable<string> arguments) => CliProgram.Run(["check-cluster", "--kubeconfig", KubeConfig(), .. arguments]);

    /// <summary>The same without the start of a process: checks by the words of their ids.</summary>
    public async Task<ClusterCheckReport> CheckAsync(IReadOnlyList<ClusterAssertion> assertions, TimeSpan patience)
    {
        using var api = new JsonApi(new KubernetesAccess { Server = new Uri(Server.Url) }, TimeProvider.System);
        using var progress = new StringWriter();
        var options = new ClusterCheckOptions("checked", "pause:1", patience);
        return await new ClusterCheckRun(api, options, progress, TimeProvider.System).RunAsync(assertions, TestContext.Current.CancellationToken, default);
    }

    public async ValueTask DisposeAsync()
    {
        await _bookmarks.DisposeAsync();
        await Cluster.DisposeAsync();
        _folder.Dispose();
    }
}
