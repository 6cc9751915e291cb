using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Two gateways end one batch while one of them stands still at a given write: whichever write is first, all see one end that adds up.</summary>
public sealed class PausedGatewayTests : HostsOnRedis
{
    private const int Lines = 12;
    private readonly List<PausingBlobs> _stores = [];

    public override async ValueTask DisposeAsync()
    {
        _stores.ForEach(s => s.GoOn());
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_check_that_comes_after_the_cancel_has_never_been()
    {
        var (a, b) = await StartAsync(pauseA: "in_progress.json");
        var id = await a.SubmitAsync(BatchHost.Lines(Lines));
        await _stores[0].Reached;
        await CancelAsync(b, id);
        var batch = await b.UntilAsync(id, "cancelled");
        _stores[0].GoOn();
        await _stores[0].Written;
        await AllSeeAsync(id, batch, total: 0);
    }

    [Fact]
    public async Task A_cancel_that_comes_after_the_check_has_every_line()
    {
        var (a, b) = await StartAsync(pauseA: "in_progress.json", pauseB: "in_progress.json");
        Engine.Shut();
        var id = await a.SubmitAsync(BatchHost.Lines(Lines));
        await _stores[0].Reached;
        await CancelAsync(b, id);

        // The second has found the batch unchecked and is about to end it so; the check is faster.
        await _stores[1].Reached;
        _stores[0].GoOn();
        await _stores[0].Written;
        _stores[1].GoOn();
        await AllSeeAsync(id, await b.UntilAsync(id, "cancelled"), Lines);
    }

    [Fact]
    public async Task A_check_that_found_it_wrong_is_what_happened_when_it_was_first()
    {
        var (a, b) = await StartAsync(pauseA: "in_progress.json", pauseB: "in_progress.json");
        var id = await a.SubmitAsync("no json");
        await _stores[0].Reached;
        await CancelAsync(b, id);
        await _stores[1].Reached;
        _stores[0].GoOn();
        await _stores[0].Written;
        _stores[1].GoOn();
        var batch = await b.UntilAsync(id, "failed");
        await AllSeeAsync(id, batch, total: 0);
        Assert.Equal("invalid_json_line", batch.GetProperty("errors").GetProperty("data")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_check_that_found_it_wrong_too_late_is_not_heard()
    {
        var (a, b) = await StartAsync(pauseA: "in_progress.json");
        var id = await a.SubmitAsync("no json");
        await _stores[0].Reached;
        await CancelAsync(b, id);
        var batch = await b.UntilAsync(id, "cancelled");
        _stores[0].GoOn();
        await _stores[0].Written;
        await AllSeeAsync(id, batch, total: 0);
        Assert.Equal(JsonValueKind.Null, batch.GetProperty("errors").ValueKind);
    }

    [Theory]
    [InlineData("cancelling.json")]
    [InlineData("finalizing.json")]
    [InlineData("end.json")]
    public async Task Whoever_stands_still_at_a_mark_changes_nothing_of_the_end(string mark)
    {
        var (a, b) = await StartAsync(pauseA: mark);
        Engine.Shut();
        var id = await a.SubmitAsync(BatchHost.Lines(Lines));
        await Eventually.True(() => Engine.Waiting > 0, "some lines run");
        var cancelling = CancelAsync(a, id);
        if (mark == "cancelling.json")
        {
            await _stores[0].Reached;
            await CancelAsync(b, id);
        }
        else
        {
            // The first decides, and stands there until the second has taken over; or the second was before it.
            await cancelling;
        }

        var batch = await b.UntilAsync(id, "cancelled");
        _stores[0].GoOn();
        await cancelling;
        await AllSeeAsync(id, batch, Lines);
    }

    [Theory]
    [InlineData("-output/content")]
    [InlineData("-output/file.json")]
    [InlineData("/end.json")]
    public async Task A_result_file_that_was_deleted_is_not_made_again(string write)
    {
        var a = await StartOneAsync(write);
        var id = await a.SubmitAsync(BatchHost.Lines(Lines));
        await _stores[0].Reached;
        var b = await StartOneAsync();
        var batch = await b.UntilAsync(id, "completed");
        Assert.Equal(Lines, (await b.ResultsAsync(batch, "output_file_id")).Count);
        var file = batch.GetProperty("output_file_id").GetString()!;
        Assert.Equal(200, (await b.SendAsync(HttpMethod.Delete, $"/v1/files/{file}")).Status);
        _stores[0].GoOn();
        await _stores[0].Written;
        await Eventually.True(() => a.Get<BatchShelf>().Open.Count == 0, "the first has gone on to the end");
        foreach (var host in Hosts)
        {
            Assert.Equal(404, (await host.SendAsync(HttpMethod.Get, $"/v1/files/{file}")).Status);
            Assert.Equal(404, (await host.SendAsync(HttpMethod.Get, $"/v1/files/{file}/content")).Status);
            Assert.Equal(404, (await host.SendAsync(HttpMethod.Delete, $"/v1/files/{file}")).Status);
            var listed = (await host.SendAsync(HttpMethod.Get, "/v1/files")).Json.GetProperty("data").EnumerateArray();
            Assert.DoesNotContain(listed, f => f.GetProperty("id").GetString() == file);
        }

        await a.Get<FileRests>().SweepAsync(default);
        Assert.Empty(await a.Get<IBlobStore>().ListAsync($"files/{file}/").ToListAsync());
        Assert.NotNull(await a.Get<IBlobStore>().HeadAsync($"gone/{file}"));
    }

    private async Task<(BatchHost A, BatchHost B)> StartAsync(string? pauseA = null, string? pauseB = null) =>
        (await StartOneAsync(pauseA), await StartOneAsync(pauseB));

    private async Task<BatchHost> StartOneAsync(string? pause = null)
    {
        var blobs = new PausingBlobs(new FolderBlobStore(Folder.Root, TimeProvider.System)) { At = pause };
        _stores.Add(blobs);
        var host = await BatchHost.StartAsync(
            Folder.Root,
            Engine.Url,
            o => o with
            {
                Store = new StoreOptions { Kind = "redis", Redis = Redis.Endpoint },
                Batch = o.Batch with { Refresh = TimeSpan.FromMilliseconds(50), TakeOver = TimeSpan.FromSeconds(2), StopGrace = TimeSpan.FromSeconds(1) },
            },
            blobs: blobs);
        Hosts.Add(host);
        return host;
    }

    private static async Task CancelAsync(BatchHost host, string id) =>
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, $"/v1/batches/{id}/cancel")).Status);

    private async Task AllSeeAsync(string id, JsonElement batch, int total)
    {
        var counts = batch.GetProperty("request_counts");
        Assert.Equal(total, counts.GetProperty("total").GetInt32());
        Assert.Equal(total, counts.GetProperty("completed").GetInt32() + counts.GetProperty("failed").GetInt32());
        Assert.Equal(total > 0, batch.GetProperty("in_progress_at").ValueKind == JsonValueKind.Number);
        foreach (var host in Hosts)
        {
            await Eventually.True(() => host.Get<BatchShelf>().Open.Count == 0, "all have let go of it");
            Assert.Equal(batch.GetRawText(), (await host.BatchAsync(id)).GetRawText());
            var lines = (await host.ResultsAsync(batch, "output_file_id")).Concat(await host.ResultsAsync(batch, "error_file_id"));
            Assert.Equal(
                Enumerable.Range(1, total).Select(n => $"line-{n}").Order(StringComparer.Ordinal),
                lines.Select(l => l.GetProperty("custom_id").GetString()!).Order(StringComparer.Ordinal));
        }
    }
}
