using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>What a batch is told of its end, over the API, from a store that is full of work or empty.</summary>
public sealed class BatchPromiseTests
{
    [Fact]
    public async Task A_batch_is_answered_at_its_creation_and_as_long_as_it_runs_and_not_after_its_end()
    {
        using var folder = new TemporaryFolder();
        await using var engine = await PlainEngine.StartAsync();
        await using var host = await BatchHost.StartAsync(folder.Root, engine.Url);
        await KnownAsync(host);
        var (_, file) = await host.UploadAsync(BatchHost.Lines(3));
        var (status, made) = await host.CreateAsync(new { input_file_id = file.GetProperty("id").GetString(), endpoint = "/v1/chat/completions", completion_window = "1h" });

        Assert.Equal(200, status);
        var answer = made.GetProperty("sageserve");
        Assert.True(answer.GetProperty("feasible").GetBoolean());
        Assert.InRange(answer.GetProperty("on_time_probability").GetDouble(), 0.9, 1);
        Assert.Equal(("sample", "present"), (answer.GetProperty("estimated_from").GetString(), answer.GetProperty("headroom_from").GetString()));
        Assert.True(answer.GetProperty("eta_p50").GetInt64() >= made.GetProperty("created_at").GetInt64());
        Assert.True(answer.GetProperty("eta_p90").GetInt64() >= answer.GetProperty("eta_p50").GetInt64());
        Assert.Equal("24h", answer.GetProperty("cheapest_feasible_window").GetString());
        Assert.Equal([1, 0.7, 0.5], answer.GetProperty("windows").EnumerateArray().Select(w => w.GetProperty("price_factor").GetDouble()));

        var id = made.GetProperty("id").GetString()!;
        var ended = await host.UntilAsync(id, "completed");
        Assert.False(ended.TryGetProperty("sageserve", out _));
    }

    [Fact]
    public async Task What_waits_in_the_queue_is_answered_by_all_of_its_lines_and_a_shorter_window_goes_first()
    {
        using var folder = new TemporaryFolder();
        await using var engine = await PlainEngine.StartAsync();
        await using var host = await BatchHost.StartAsync(folder.Root, engine.Url);
        host.Get<EngineRunner>().Room = 0;
        var late = await SubmitAsync(host, 2000, "24h");
        var soon = await SubmitAsync(host, 10, "1h");

        await Eventually.True(
            async () => EstimatedFrom(await host.BatchAsync(late)) == "lines" && EstimatedFrom(await host.BatchAsync(soon)) == "lines", "both are reckoned by their lines");
        var (first, second) = ((await host.BatchAsync(soon)).GetProperty("sageserve"), (await host.BatchAsync(late)).GetProperty("sageserve"));
        Assert.True(first.GetProperty("eta_p50").GetInt64() < second.GetProperty("eta_p50").GetInt64(), $"{first} {second}");
        var (_, list) = await host.SendAsync(HttpMethod.Get, "/v1/batches");
        Assert.All(list.GetProperty("data").EnumerateArray(), b => Assert.Equal("lines", EstimatedFrom(b)));
    }

    [Fact]
    public async Task What_cannot_be_done_in_time_is_taken_and_says_so_or_is_refused_where_the_operator_wants_it()
    {
        using var folder = new TemporaryFolder();
        await using var engine = await PlainEngine.StartAsync();
        var heavy = string.Join('\n', Enumerable.Range(0, 4000).Select(i => BatchHost.Line($"l{i}", new string('x', 4000), model: "llama-3.1-70b")));
        await using (var host = await BatchHost.StartAsync(folder["taken"], engine.Url))
        {
            await KnownAsync(host);
            host.Get<EngineRunner>().Room = 0;
            var (status, taken) = await CreateAsync(host, heavy, "1h");
            Assert.Equal(200, status);
            Assert.False(taken.GetProperty("sageserve").GetProperty("feasible").GetBoolean(), taken.ToString());
            Assert.NotEqual("1h", taken.GetProperty("sageserve").GetProperty("cheapest_feasible_window").GetString());
        }

        await using var strict = await BatchHost.StartAsync(folder["refused"], engine.Url, o => o with { Batch = o.Batch with { RefuseInfeasible = true } });
        await KnownAsync(strict);
        var (refused, error) = await CreateAsync(strict, heavy, "1h");
        Assert.Equal(400, refused);
        Assert.Equal(("infeasible_completion_window", "completion_window"), (error.GetProperty("error").GetProperty("code").GetString(), error.GetProperty("error").GetProperty("param").GetString()));
        Assert.Contains("The cheapest window that can be kept is 24h", error.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        var (_, list) = await strict.SendAsync(HttpMethod.Get, "/v1/batches");
        Assert.Empty(list.GetProperty("data").EnumerateArray());
        Assert.Equal(200, (await CreateAsync(strict, BatchHost.Lines(3), "1h")).Status);
    }

    [Fact]
    public async Task A_plan_in_force_is_what_room_is_reckoned_by_and_an_expired_one_is_none()
    {
        using var folder = new TemporaryFolder();
        await using var engine = await PlainEngine.StartAsync();
        await using var host = await BatchHost.StartAsync(folder.Root, engine.Url);
        host.Get<EngineRunner>().Room = 0;
        var id = await SubmitAsync(host, 3, "4h");
        var now = Instant.From(TimeProvider.System.GetUtcNow());
        var book = host.Get<HeadroomBook>();

        book.Take(Plan(now, TimeSpan.FromHours(1)), EnvelopeDocument.Identity);
        await Eventually.True(async () => HeadroomFrom(await host.BatchAsync(id)) == "plan", "the plan counts");
        book.Take(Plan(now - TimeSpan.FromHours(3), TimeSpan.FromHours(1)), EnvelopeDocument.Identity);
        await Eventually.True(async () => HeadroomFrom(await host.BatchAsync(id)) == "present", "an old plan does not");
    }

    private static PlanDocument Plan(Instant issued, TimeSpan life) => new()
    {
        Epoch = 1, Version = 1, IssuedAt = issued, ExpiresAt = issued + life, Strategy = "static", Allocator = "", Targets = [], Forecasts = [],
        Headroom =
        [
            new HeadroomForecast(
                new DeploymentId(new ModelId("llama-3.1-70b"), new RegionId("eastus")), TimeSpan.FromMinutes(10),
                [.. Enumerable.Range(0, 6).Select(i => new ForecastPoint(issued + TimeSpan.FromMinutes(10 * i), 2, 1, 3))]),
        ],
    };

    /// <summary>The gateway has looked at its queue.</summary>
    private static Task KnownAsync(BatchHost host) => Eventually.True(
        () => host.Get<PromiseDesk>().Find(new ModelId("llama-3.1-70b"))!.SeenAt != Instant.Min && host.Get<PromiseDesk>().Find(new ModelId("llama-3.1-8b"))!.SeenAt != Instant.Min,
        "the lanes were looked at");

    private static async Task<(int Status, JsonElement Json)> CreateAsync(BatchHost host, string lines, string window)
    {
        var (_, file) = await host.UploadAsync(lines);
        return await host.CreateAsync(new { input_file_id = file.GetProperty("id").GetString(), endpoint = "/v1/chat/completions", completion_window = window });
    }

    private static async Task<string> SubmitAsync(BatchHost host, int lines, string window)
    {
        var (status, made) = await CreateAsync(host, string.Join('\n', Enumerable.Range(1, lines).Select(n => BatchHost.Line($"line-{n}", $"prompt {n}", model: "llama-3.1-70b"))), window);
        Assert.Equal(200, status);
        return made.GetProperty("id").GetString()!;
    }

    private static string? EstimatedFrom(JsonElement batch) => batch.TryGetProperty("sageserve", out var answer) ? answer.GetProperty("estimated_from").GetString() : null;

    private static string? HeadroomFrom(JsonElement batch) => batch.TryGetProperty("sageserve", out var answer) ? answer.GetProperty("headroom_from").GetString() : null;
}
