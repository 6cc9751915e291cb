using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Batches from upload to result files, on real sockets, files and stores.</summary>
public sealed class BatchRunTests : FolderAndEngine
{
    private Task<BatchHost> StartAsync(Func<GatewayOptions, GatewayOptions>? adjust = null, TimeProvider? time = null) =>
        BatchHost.StartAsync(Folder.Root, Engine.Url, adjust, time);

    private static IEnumerable<string> Ids(IEnumerable<JsonElement> lines) => lines.Select(l => l.GetProperty("custom_id").GetString()!);

    [Fact]
    public async Task Five_hundred_lines_complete_exactly_once()
    {
        await using var host = await StartAsync();
        var id = await host.SubmitAsync(BatchHost.Lines(500));
        var batch = await host.UntilAsync(id, "completed");
        var output = await host.ResultsAsync(batch, "output_file_id");
        Assert.Equal(Enumerable.Range(1, 500).Select(n => $"line-{n}").Order(), Ids(output).Order());
        Assert.All(Engine.Answered, a => Assert.Equal(1, a.Value));
        Assert.Equal(500, Engine.Answered.Count);
        Assert.Equal("""{"total":500,"completed":500,"failed":0}""", batch.GetProperty("request_counts").GetRawText());
        Assert.Null(batch.GetProperty("error_file_id").GetString());
        Assert.Equal("llama-3.1-70b", Assert.Single(Engine.Models).Key);
    }

    [Fact]
    public async Task An_output_line_has_the_answer_as_the_engine_gave_it()
    {
        await using var host = await StartAsync();
        var batch = await host.UntilAsync(await host.SubmitAsync(BatchHost.Line("mine", "hello")), "completed");
        var line = Assert.Single(await host.ResultsAsync(batch, "output_file_id"));
        Assert.StartsWith("batch_req_", line.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("mine", line.GetProperty("custom_id").GetString());
        Assert.Equal(JsonValueKind.Null, line.GetProperty("error").ValueKind);
        var response = line.GetProperty("response");
        Assert.Equal(200, response.GetProperty("status_code").GetInt32());
        Assert.StartsWith("req_", response.GetProperty("request_id").GetString(), StringComparison.Ordinal);
        Assert.Equal("re: hello", response.GetProperty("body").GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [Fact]
    public async Task The_same_batch_on_redis()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var host = await StartAsync(o => o with { Store = new StoreOptions { Kind = "redis", Redis = redis.Endpoint } });
        var batch = await host.UntilAsync(await host.SubmitAsync(BatchHost.Lines(200)), "completed");
        Assert.Equal(200, (await host.ResultsAsync(batch, "output_file_id")).Count);
        Assert.All(Engine.Answered, a => Assert.Equal(1, a.Value));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("redis")]
    public async Task A_restart_in_the_middle_loses_nothing_and_repeats_no_result(string kind)
    {
        await using var redis = kind == "redis" ? await RedisServer.StartAsync() : null;
        Func<GatewayOptions, GatewayOptions> store = o => o with { Store = new StoreOptions { Kind = kind, Redis = redis?.Endpoint } };
        string id;
        await using (var first = await StartAsync(store))
        {
            Engine.ShutAfter(61);
            id = await first.SubmitAsync(BatchHost.Lines(300));
            await Eventually.True(() => Engine.Answered.Count >= 61, "some lines are done");
            await Eventually.True(() => Engine.Waiting > 0, "some lines run");
        }

        Engine.Open();
        await using var second = await StartAsync(store);
        var batch = await second.UntilAsync(id, "completed");
        var output = await second.ResultsAsync(batch, "output_file_id");
        Assert.Equal(300, Ids(output).Distinct().Count());
        Assert.Equal(300, output.Count);
        Assert.Equal(300, batch.GetProperty("request_counts").GetProperty("completed").GetInt32());
    }

    [Fact]
    public async Task A_crash_in_the_middle_loses_nothing_and_repeats_no_result()
    {
        using var crashed = new TemporaryFolder();
        await using var first = await StartAsync(o => o with { Batch = o.Batch with { LeaseTime = TimeSpan.FromSeconds(2) } });
        Engine.ShutAfter(60);
        var id = await first.SubmitAsync(BatchHost.Lines(200));
        await Eventually.True(
            async () => (await first.BatchAsync(id)).GetProperty("request_counts").GetProperty("completed").GetInt32() > 40, "some results are on disk");
        await Eventually.True(() => Engine.Waiting > 0, "some lines run");
        // What a killed process leaves: its files as they are, leases taken, lines without a result.
        foreach (var file in Directory.EnumerateFiles(Folder.Root, "*", SearchOption.AllDirectories))
        {
            var copy = crashed[Path.GetRelativePath(Folder.Root, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await using var engine = await PlainEngine.StartAsync();
        await using var second = await BatchHost.StartAsync(crashed.Root, engine.Url, o => o with { Batch = o.Batch with { LeaseTime = TimeSpan.FromSeconds(2) } });
        var batch = await second.UntilAsync(id, "completed", TimeSpan.FromSeconds(60));
        var output = await second.ResultsAsync(batch, "output_file_id");
        Assert.Equal(200, output.Count);
        Assert.Equal(200, Ids(output).Distinct().Count());
        Assert.InRange(engine.Answered.Count, 1, 160);
    }

    [Fact]
    public async Task A_lost_index_is_rebuilt_from_the_files()
    {
        string id;
        await using (var first = await StartAsync())
        {
            Engine.ShutAfter(31);
            id = await first.SubmitAsync(BatchHost.Lines(120));
            await Eventually.True(() => Engine.Answered.Count >= 31, "some lines are done");
        }

        foreach (var file in Directory.GetFiles(Folder.Root, "queue.db*"))
        {
            File.Delete(file);
        }

        Engine.Open();
        await using var second = await StartAsync();
        var batch = await second.UntilAsync(id, "completed");
        Assert.Equal(120, Ids(await second.ResultsAsync(batch, "output_file_id")).Distinct().Count());
    }

    [Fact]
    public async Task A_redis_that_goes_away_and_forgets_scripts_delays_a_batch_and_loses_nothing()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var host = await StartAsync(o => o with
        {
            Store = new StoreOptions { Kind = "redis", Redis = redis.Endpoint },
            Batch = o.Batch with { LeaseTime = TimeSpan.FromSeconds(2) },
        });
        var id = await host.SubmitAsync(BatchHost.Lines(300));
        await Eventually.True(() => Engine.Answered.Count > 20, "some lines are done");
        await redis.KillAsync();
        await Eventually.True(async () => (await host.CreateAsync(new { input_file_id = await InputOf(host, id), endpoint = "/v1/chat/completions", completion_window = "24h" })).Status == 503, "batches are refused");
        await redis.StartAgainAsync();
        var batch = await host.UntilAsync(id, "completed");
        var output = await host.ResultsAsync(batch, "output_file_id");
        Assert.Equal(300, output.Count);
        Assert.Equal(300, Ids(output).Distinct().Count());
    }

    [Fact]
    public async Task Failing_lines_are_tried_again_and_hopeless_ones_stand_in_the_error_file()
    {
        Engine.StatusOf = (prompt, call) => prompt switch
        {
            "prompt 1" => 400,
            "prompt 2" => call < 3 ? 503 : 200,
            "prompt 3" => 500,
            _ => 200,
        };
        await using var host = await StartAsync();
        var batch = await host.UntilAsync(await host.SubmitAsync(BatchHost.Lines(5)), "completed");
        Assert.Equal(["line-2", "line-4", "line-5"], Ids(await host.ResultsAsync(batch, "output_file_id")).Order());
        var errors = (await host.ResultsAsync(batch, "error_file_id")).ToDictionary(e => e.GetProperty("custom_id").GetString()!);
        Assert.Equal(400, errors["line-1"].GetProperty("response").GetProperty("status_code").GetInt32());
        Assert.Equal("broken", errors["line-3"].GetProperty("response").GetProperty("body").GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("""{"total":5,"completed":3,"failed":2}""", batch.GetProperty("request_counts").GetRawText());
    }

    [Fact]
    public async Task No_room_puts_a_line_back_without_counting_an_attempt()
    {
        await using var host = await StartAsync();
        host.Get<EngineRunner>().Room = 1;
        var batch = await host.UntilAsync(await host.SubmitAsync(BatchHost.Lines(40)), "completed");
        Assert.Equal(40, batch.GetProperty("request_counts").GetProperty("completed").GetInt32());
        Assert.All(Engine.Answered, a => Assert.Equal(1, a.Value));
    }

    [Fact]
    public async Task Nothing_is_released_while_the_replicas_are_busy()
    {
        await using var host = await StartAsync(o => o with { Release = new SageServe.Routing.ReleaseOptions { Rule = "paper" } });
        host.Get<EngineRunner>().KvUsage = 0.7;
        var id = await host.SubmitAsync(BatchHost.Lines(3));
        await host.UntilAsync(id, "in_progress");
        await Eventually.True(async () => (await host.Get<PatientQueue>().ReadAsync(new ModelId("llama-3.1-70b"), default)).Waiting == 3, "all wait");
        var looks = host.Get<EngineRunner>().Looks;
        await Eventually.True(() => host.Get<EngineRunner>().Looks > looks + 5, "the pump has decided several times");
        Assert.Empty(Engine.Answered);
        host.Get<EngineRunner>().KvUsage = 0.55;
        await host.UntilAsync(id, "completed");
    }

    [Fact]
    public async Task A_cancelled_batch_keeps_what_was_done_and_says_so_of_the_rest()
    {
        await using var host = await StartAsync();
        Engine.ShutAfter(21);
        var id = await host.SubmitAsync(BatchHost.Lines(200));
        await Eventually.True(() => Engine.Answered.Count >= 21, "some lines are done");
        await Eventually.True(() => Engine.Waiting > 0, "some lines run");
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, $"/v1/batches/{id}/cancel")).Status);
        var batch = await host.UntilAsync(id, "cancelled");
        var output = await host.ResultsAsync(batch, "output_file_id");
        var errors = await host.ResultsAsync(batch, "error_file_id");
        Assert.InRange(output.Count, 21, 199);
        Assert.Equal(Enumerable.Range(1, 200).Select(n => $"line-{n}").Order(), Ids(output.Concat(errors)).Order());
        Assert.All(errors, e => Assert.Equal("batch_cancelled", e.GetProperty("error").GetProperty("code").GetString()));
        await Eventually.True(async () => await host.Get<PatientQueue>().ReadAsync(new ModelId("llama-3.1-70b"), default) is { Waiting: 0, Leased: 0 }, "the queue is empty");
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Post, $"/v1/batches/{id}/cancel")).Status);
    }

    [Fact]
    public async Task A_batch_whose_window_ends_expires_with_what_was_done()
    {
        var time = new ShiftableTime();
        await using var host = await StartAsync(time: time);
        Engine.ShutAfter(11);
        var id = await host.SubmitAsync(BatchHost.Lines(100));
        await Eventually.True(() => Engine.Answered.Count >= 11, "some lines are done");
        await Eventually.True(() => Engine.Waiting > 0, "some lines run");
        time.Shift(TimeSpan.FromHours(24.01));
        var batch = await host.UntilAsync(id, "expired");
        var errors = await host.ResultsAsync(batch, "error_file_id");
        Assert.Equal(100, (await host.ResultsAsync(batch, "output_file_id")).Count + errors.Count);
        Assert.All(errors, e => Assert.Equal("batch_expired", e.GetProperty("error").GetProperty("code").GetString()));
        Assert.True(batch.GetProperty("expired_at").GetInt64() >= batch.GetProperty("expires_at").GetInt64());
    }

    [Fact]
    public async Task A_batch_that_nobody_checked_within_its_window_names_every_line_all_the_same()
    {
        await using var host = await StartAsync();
        var done = await host.SubmitAsync(BatchHost.Lines(5));
        await host.UntilAsync(done, "completed");
        var card = (await host.Get<BatchShelf>().FindAsync(done, default))!.Stored;
        var id = host.Get<BatchShelf>().NewId();
        var late = card.Batch with { Id = id, CreatedAt = card.Batch.CreatedAt - 90_000, ExpiresAt = card.Batch.ExpiresAt - 90_000 };
        await host.Get<BatchRecords>().CreateAsync(card with { By = "dead", Batch = late }, default);
        var batch = await host.UntilAsync(id, "expired");
        Assert.Equal("""{"total":5,"completed":0,"failed":5}""", batch.GetProperty("request_counts").GetRawText());
        Assert.All(await host.ResultsAsync(batch, "error_file_id"), e => Assert.Equal("batch_expired", e.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Result_files_go_when_their_time_is_over()
    {
        var time = new ShiftableTime();
        await using var host = await StartAsync(time: time);
        var file = (await host.UploadAsync(BatchHost.Lines(1))).Json.GetProperty("id").GetString();
        var request = new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h", output_expires_after = new { anchor = "created_at", seconds = 3600 } };
        var id = (await host.CreateAsync(request)).Json.GetProperty("id").GetString()!;
        var output = (await host.UntilAsync(id, "completed")).GetProperty("output_file_id").GetString();
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Get, $"/v1/files/{output}")).Status);
        time.Shift(TimeSpan.FromSeconds(3601));
        Assert.Equal(404, (await host.SendAsync(HttpMethod.Get, $"/v1/files/{output}")).Status);
        time.Shift(TimeSpan.FromMinutes(2));
        await host.Get<FileSweeper>().SweepAsync(CancellationToken.None);
        Assert.False(Directory.Exists(Folder[Path.Combine("files", output!)]));
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Get, $"/v1/files/{file}")).Status);

        // Its name is kept as long as its batch is, and a day at least.
        await host.Get<FileRests>().SweepAsync(default);
        Assert.True(File.Exists(Folder[Path.Combine("gone", output!)]));
        time.Shift(TimeSpan.FromDays(32));
        await host.Get<BatchShelf>().SweepAsync(host.Get<Hosting.SteadyClock>().Now, default);
        await host.Get<FileRests>().SweepAsync(default);
        Assert.False(File.Exists(Folder[Path.Combine("gone", output!)]));
    }

    [Fact]
    public async Task Completions_and_embeddings_are_batched_too()
    {
        await using var host = await StartAsync();
        foreach (var (url, field) in new[] { ("/v1/completions", "prompt"), ("/v1/embeddings", "input") })
        {
            var line = $$$"""{"custom_id":"a","method":"POST","url":"{{{url}}}","body":{"model":"fast","{{{field}}}":"{{{field}}} text"}}""";
            await host.UntilAsync(await host.SubmitAsync(line, url), "completed");
            Assert.Equal(1, Engine.Answered[$"{field} text"]);
        }
    }

    private static async Task<string> InputOf(BatchHost host, string id) => (await host.BatchAsync(id)).GetProperty("input_file_id").GetString()!;
}
