using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Several gateways of a region on one folder and one Redis.</summary>
public sealed class SharedFolderTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<BatchHost> _hosts = [];
    private PlainEngine _engine = null!;
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await PlainEngine.StartAsync();
        _redis = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }

        await _redis.DisposeAsync();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<BatchHost> StartAsync(string? engine = null)
    {
        var host = await BatchHost.StartAsync(_folder.Root, engine ?? _engine.Url, o => o with
        {
            Store = new StoreOptions { Kind = "redis", Redis = _redis.Endpoint },
            Batch = o.Batch with
            {
                LeaseTime = TimeSpan.FromSeconds(2), Refresh = TimeSpan.FromMilliseconds(100), TakeOver = TimeSpan.FromSeconds(2), StopGrace = TimeSpan.FromSeconds(1),
            },
        });
        _hosts.Add(host);
        return host;
    }

    private static IEnumerable<string> Ids(IEnumerable<JsonElement> lines) => lines.Select(l => l.GetProperty("custom_id").GetString()!);

    private static void HasEachOnce(int count, IEnumerable<JsonElement> lines) =>
        Assert.Equal(Enumerable.Range(1, count).Select(n => $"line-{n}").Order(StringComparer.Ordinal), Ids(lines).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_batch_made_at_one_is_run_by_all_and_read_at_any()
    {
        var (a, b, c) = (await StartAsync(), await StartAsync(), await StartAsync());
        var id = await a.SubmitAsync(BatchHost.Lines(400));
        var seen = new HashSet<int>();
        await Eventually.True(
            async () =>
            {
                var batch = await b.BatchAsync(id);
                seen.Add(batch.GetProperty("request_counts").GetProperty("completed").GetInt32());
                return batch.GetProperty("status").GetString() == "completed";
            },
            "it is completed as the second sees it");
        Assert.Contains(seen, n => n is > 0 and < 400);
        foreach (var host in _hosts)
        {
            var batch = await host.UntilAsync(id, "completed");
            Assert.Equal("""{"total":400,"completed":400,"failed":0}""", batch.GetProperty("request_counts").GetRawText());
            HasEachOnce(400, await host.ResultsAsync(batch, "output_file_id"));
        }

        Assert.All(_engine.Answered, a => Assert.Equal(1, a.Value));
        Assert.All(_hosts, h => Assert.NotEmpty(h.Get<EngineRunner>().Seen));
        await Eventually.True(async () => (await c.SendAsync(HttpMethod.Get, "/v1/batches")).Json.GetProperty("data").GetArrayLength() == 1, "it is listed");
    }

    [Fact]
    public async Task A_batch_is_cancelled_at_another_and_keeps_what_all_have_done()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        var id = await a.SubmitAsync(BatchHost.Lines(300));
        await Eventually.True(() => _engine.Answered.Count > 60, "some lines are done");
        _engine.Shut();
        await Eventually.True(() => _engine.Waiting > 0, "some lines run");
        var done = _engine.Answered.Count;
        Assert.Equal("cancelling", (await b.SendAsync(HttpMethod.Post, $"/v1/batches/{id}/cancel")).Json.GetProperty("status").GetString());
        var batch = await a.UntilAsync(id, "cancelled");
        var output = await a.ResultsAsync(batch, "output_file_id");
        var errors = await a.ResultsAsync(batch, "error_file_id");
        HasEachOnce(300, output.Concat(errors));
        Assert.InRange(output.Count, done, 299);
        Assert.All(errors, e => Assert.Equal("batch_cancelled", e.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal((output.Count, errors.Count), (Count(batch, "completed"), Count(batch, "failed")));
        Assert.Equal(batch.GetRawText(), (await b.UntilAsync(id, "cancelled")).GetRawText());
    }

    [Fact]
    public async Task The_others_go_on_with_what_a_gateway_left_that_died()
    {
        await using var stuck = await PlainEngine.StartAsync();
        stuck.Shut();
        var (a, b) = (await StartAsync(stuck.Url), await StartAsync());
        var id = await a.SubmitAsync(BatchHost.Lines(200));
        await Eventually.True(() => stuck.Waiting > 0, "the first runs some lines");
        _hosts.Remove(a);
        await a.DisposeAsync();
        var batch = await b.UntilAsync(id, "completed");
        HasEachOnce(200, await b.ResultsAsync(batch, "output_file_id"));
    }

    private static int Count(JsonElement batch, string name) => batch.GetProperty("request_counts").GetProperty(name).GetInt32();
}
