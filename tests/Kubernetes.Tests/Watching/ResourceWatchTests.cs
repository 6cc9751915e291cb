using System.Collections.Concurrent;

namespace SageServe.Kubernetes.Tests;

public sealed class ResourceWatchTests : KubernetesTest
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Exception> _troubles = new();
    private ResourceWatch<Pod> _watch = null!;
    private KubernetesClient _client = null!;
    private Task _running = Task.CompletedTask;

    [Fact]
    public async Task It_lists_and_then_follows_changes()
    {
        Server.Put(Pods, Pod("a"));
        Server.Put(Pods, Pod("b"));
        Begin();
        await Sees("a", "b");
        Server.Put(Pods, Pod("c"));
        await Sees("a", "b", "c");
        Server.Delete(Pods + "/b");
        await Sees("a", "c");
        Server.Put(Pods, Pod("a", "Failed", false));
        await Eventually.True(() => !_watch.Current["a"].IsReady, "the change of a is seen");
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task It_resumes_from_the_last_version_without_listing_again()
    {
        Server.Put(Pods, Pod("a"));
        Begin();
        await Sees("a");
        await Eventually.True(() => Server.OpenWatches == 1, "the watch is open");
        Server.EndWatches();
        Server.Put(Pods, Pod("b"));
        await Sees("a", "b");
        Assert.Single(Server.Requests, r => !r.Contains("watch="));
    }

    [Fact]
    public async Task A_bookmark_moves_the_version_on()
    {
        Begin();
        await Eventually.True(() => Server.OpenWatches == 1, "the watch is open");
        Server.Bookmark();
        Server.Put(Pods, Pod("a"));
        await Sees("a");
        Server.Bookmark();
        await Task.Yield();
        Server.EndWatches();
        await Eventually.True(() => Server.OpenWatches == 1, "the watch is open again");
        Assert.Contains($"resourceVersion={Server.Store.Version}", Server.Requests.Last());
    }

    [Fact]
    public async Task A_version_that_is_gone_leads_to_a_new_list()
    {
        Server.Put(Pods, Pod("a"));
        Begin();
        await Sees("a");
        await Eventually.True(() => Server.OpenWatches == 1, "the watch is open");
        Server.Compact();
        Server.Put(Pods, Pod("b"));
        await Sees("a", "b");
        Assert.Equal(2, Server.Requests.Count(r => !r.Contains("watch=")));
    }

    [Fact]
    public async Task An_error_line_with_410_leads_to_a_new_list_too()
    {
        Begin();
        await Eventually.True(() => Server.OpenWatches == 1, "the watch is open");
        Server.SendToWatches("""{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"gone"}}""");
        await Eventually.True(() => Server.Requests.Count(r => !r.Contains("watch=")) == 2, "a second list");
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task While_the_server_fails_old_facts_stay_and_troubles_are_told()
    {
        Server.Put(Pods, Pod("a"));
        Begin();
        await Sees("a");
        await Eventually.True(() => Server.OpenWatches == 1, "the watch is open");
        Server.FailWith = 500;
        Server.EndWatches();
        await Eventually.True(() => !_troubles.IsEmpty, "the trouble is told");
        Assert.Equal(["a"], _watch.Current.Keys);
        Server.FailWith = null;
        Server.Put(Pods, Pod("b"));
        await Sees("a", "b");
    }

    public override async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _client.Dispose();
        _stop.Dispose();
        await base.DisposeAsync();
    }

    private void Begin()
    {
        _client = Client();
        _watch = new ResourceWatch<Pod>(_client, ResourceKinds.Pods, "ns", "app=vllm", TimeProvider.System);
        _watch.Troubled += _troubles.Enqueue;
        _running = _watch.RunAsync(_stop.Token);
    }

    private Task Sees(params string[] names) =>
        Eventually.True(() => _watch.Current.Keys.SequenceEqual(names), "the pods " + string.Join(", ", names) + " are seen");
}
