using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>Several gateways of a region on one folder and one Redis.</summary>
public sealed class SharedFolderTests : HostsOnRedis
{
    private async Task<BatchHost> StartAsync(string? engine = null)
    {
        var host = await BatchHost.StartAsync(Folder.Root, engine ?? Engine.Url, o => o with
        {
            Store = new StoreOptions { Kind = "redis", Redis = Redis.Endpoint },
            Batch = o.Batch with
            {
                LeaseTime = TimeSpan.FromSeconds(10), Refresh = TimeSpan.FromMilliseconds(100), TakeOver = TimeSpan.FromSeconds(2), StopGrace = TimeSpan.FromSeconds(1),
            },
        });
        Hosts.Add(host);
        return host;
    }

    private static IEnumerable<string> Ids(IEnumerable<JsonElement> lines) => lines.Select(l => l.GetProperty("custom_id").GetString()!);

    private static void HasEachOnce(int count, IEnumerable<JsonElement> lines) =>
        Assert.Equal(Enumerable.Range(1, count).Select(n => $"line-{n}").Order(StringComparer.Ordinal), Ids(lines).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_batch_made_at_one_is_run_by_all_and_read_at_any()
    {
        var (a, b, c) = (await StartAsync(), await StartAsync(), await StartAsync());
        Engine.Shut();
        var id = await a.SubmitAsync(BatchHost.Lines(400));
        await Eventually.True(() => Hosts.All(h => h.Get<EngineRunner>().Seen.Count > 0), "all run some");
        Engine.Open();
        await Eventually.True(() => !Engine.Answered.IsEmpty, "some lines are done");
        Engine.Shut();
        await Eventually.True(async () => Count(await b.BatchAsync(id), "completed") is > 0 and var seen && seen == Engine.Answered.Count, "the second sees what all have done");
        Engine.Open();
        foreach (var host in Hosts)
        {
            var batch = await host.UntilAsync(id, "completed");
            Assert.Equal("""{"total":400,"completed":400,"failed":0}""", batch.GetProperty("request_counts").GetRawText());
            HasEachOnce(400, await host.ResultsAsync(batch, "output_file_id"));
        }

        Assert.All(Engine.Answered, a => Assert.Equal(1, a.Value));
        await Eventually.True(() => Hosts.All(h => h.Get<BatchShelf>().Open.Count == 0), "all have let go of it");
        await Eventually.True(async () => (await c.SendAsync(HttpMethod.Get, "/v1/batches")).Json.GetProperty("data").GetArrayLength() == 1, "it is listed");
    }

    [Fact]
    public async Task A_batch_is_cancelled_at_another_and_keeps_what_all_have_done()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        Engine.ShutAfter(60);
        var id = await a.SubmitAsync(BatchHost.Lines(300));
        await Eventually.True(() => Engine.Answered.Count >= 60, "some lines are done");
        await Eventually.True(() => Engine.Waiting > 0, "some lines run");
        await Eventually.True(async () => Count(await b.BatchAsync(id), "completed") == Engine.Answered.Count, "what is done is written");
        var done = Engine.Answered.Count;
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
        Hosts.Remove(a);
        await a.DisposeAsync();
        var batch = await b.UntilAsync(id, "completed");
        HasEachOnce(200, await b.ResultsAsync(batch, "output_file_id"));
    }

    [Fact]
    public async Task A_lost_index_is_filled_again_while_gateways_run()
    {
        var (a, b) = (await StartAsync(), await StartAsync());
        Engine.ShutAfter(40);
        var id = await a.SubmitAsync(BatchHost.Lines(300));
        await Eventually.True(() => Engine.Answered.Count >= 40, "some lines are done");
        await Eventually.True(() => Engine.Waiting > 0, "some lines run");
        Assert.Equal("+OK", await Redis.CommandAsync("FLUSHALL"));
        Engine.Open();
        var batch = await b.UntilAsync(id, "completed");
        HasEachOnce(300, await b.ResultsAsync(batch, "output_file_id"));
        await IsEmptyAsync(b);
    }

    [Fact]
    public async Task An_index_that_is_older_than_the_files_is_mended()
    {
        var host = await StartAsync();
        Engine.Shut();
        var id = await host.SubmitAsync(BatchHost.Lines(50));
        var queue = host.Get<PatientQueue>();
        await Eventually.True(async () => (await queue.ReadAsync(Model, default)).Find(id)?.Items == 50, "all are in the index");

        // Lines that the index never heard of, and a batch that is not there any more.
        await queue.RemoveAsync(Model, id, [3, 4, 50], default);
        await queue.EnqueueAsync(Model, new DeferredGroup("batch_gone", new TenantId("t"), Instant.Max), [Item("batch_gone", 1)], default);
        await Eventually.True(
            async () => await queue.ReadAsync(Model, default) is var state && state.Find(id)?.Items == 50 && state.Find("batch_gone") is null, "it has what the files say");
        Engine.Open();
        var batch = await host.UntilAsync(id, "completed");
        HasEachOnce(50, await host.ResultsAsync(batch, "output_file_id"));

        // Lines that were done since.
        await queue.EnqueueAsync(Model, new DeferredGroup(id, new TenantId("t"), Instant.Max), [Item(id, 7)], default);
        await IsEmptyAsync(host);
        Assert.All(Engine.Answered, a => Assert.Equal(1, a.Value));
    }

    [Fact]
    public async Task Rebuilding_says_what_was_missing()
    {
        var host = await StartAsync();
        Engine.Shut();
        var id = await host.SubmitAsync(BatchHost.Lines(30));
        await Eventually.True(async () => (await host.Get<PatientQueue>().ReadAsync(Model, default)).Find(id)?.Items == 30, "all are in the index");
        Assert.Equal(new LaneRepair(1, 30, 0, 0), await host.Get<QueueAudit>().RebuildAsync(default));
    }

    [Fact]
    public async Task While_redis_is_away_batches_are_read_and_cancelled_and_none_is_made()
    {
        var host = await StartAsync();
        var done = await host.SubmitAsync(BatchHost.Lines(5));
        await host.UntilAsync(done, "completed");
        Engine.Shut();
        var open = await host.SubmitAsync(BatchHost.Lines(20));
        await Eventually.True(() => Engine.Waiting > 0, "some lines run");
        await Redis.KillAsync();
        var batch = await host.BatchAsync(done);
        Assert.Equal(5, (await host.ResultsAsync(batch, "output_file_id")).Count);
        Assert.Equal(2, (await host.SendAsync(HttpMethod.Get, "/v1/batches")).Json.GetProperty("data").GetArrayLength());
        var request = new { input_file_id = batch.GetProperty("input_file_id").GetString(), endpoint = "/v1/chat/completions", completion_window = "24h" };
        var (status, json) = await host.CreateAsync(request);
        Assert.Equal((503, "store_unavailable"), (status, json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, $"/v1/batches/{open}/cancel")).Status);
        batch = await host.UntilAsync(open, "cancelled");
        HasEachOnce(20, (await host.ResultsAsync(batch, "output_file_id")).Concat(await host.ResultsAsync(batch, "error_file_id")));
        await Redis.StartAgainAsync();
        await IsEmptyAsync(host);
    }

    [Fact]
    public async Task A_gateway_that_died_as_it_checked_or_ended_a_batch_is_followed_by_another()
    {
        var host = await StartAsync();
        var done = await host.SubmitAsync(BatchHost.Lines(3));
        await host.UntilAsync(done, "completed");
        var card = (await host.Get<BatchShelf>().FindAsync(done, default))!.Stored;
        var records = host.Get<BatchRecords>();
        var now = (long)host.Get<SteadyClock>().Now.ToUnixSeconds();
        var (checking, ending) = (host.Get<BatchShelf>().NewId(), host.Get<BatchShelf>().NewId());
        await records.CreateAsync(card with { By = "dead", Batch = card.Batch with { Id = checking, CreatedAt = now } }, default);
        await records.CreateAsync(card with { By = "dead", Batch = card.Batch with { Id = ending, CreatedAt = now } }, default);
        await records.PutAsync(ending, new InProgressMark(now, "dead", Model.Value, "default", 3, 3), default);
        await records.PutAsync(ending, new FinalizingMark(now, "dead", BatchStatus.Cancelled, true, []), default);
        var batch = await host.UntilAsync(checking, "completed");
        HasEachOnce(3, await host.ResultsAsync(batch, "output_file_id"));
        batch = await host.UntilAsync(ending, "cancelled");
        HasEachOnce(3, await host.ResultsAsync(batch, "error_file_id"));
    }

    private static ModelId Model { get; } = new("llama-3.1-70b");

    private static DeferredItem Item(string group, int line) => new() { Group = group, Line = line, Deadline = Instant.Max, EnqueuedAt = Instant.FromUnixSeconds(0) };

    private static Task IsEmptyAsync(BatchHost host) => Eventually.True(
        async () =>
        {
            try
            {
                return (await host.Get<PatientQueue>().ReadAsync(Model, default)).Items == 0;
            }
            catch (DeferredStoreException)
            {
                return false;
            }
        },
        "the queue is empty");

    private static int Count(JsonElement batch, string name) => batch.GetProperty("request_counts").GetProperty(name).GetInt32();
}
