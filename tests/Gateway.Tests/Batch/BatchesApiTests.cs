using System.Text.Json;

namespace SageServe.Gateway.Tests;

public sealed class BatchesApiTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PlainEngine _engine = null!;
    private BatchHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await PlainEngine.StartAsync();
        _host = await BatchHost.StartAsync(_folder.Root, _engine.Url, o => o with { Batch = o.Batch with { MaxLines = 1000 } });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_with_wrong_lines_fails_and_each_is_named_by_its_number()
    {
        string[] lines =
        [
            BatchHost.Line("a", "one"),
            "{not json",
            """{"method":"POST","url":"/v1/chat/completions","body":{"model":"default","messages":[{"role":"user","content":"x"}]}}""",
            "",
            BatchHost.Line("a", "again"),
            BatchHost.Line("b", "x", url: "/v1/completions"),
            BatchHost.Line("c", "x").Replace("POST", "GET", StringComparison.Ordinal),
            BatchHost.Line("d", "x", model: "nobody"),
            BatchHost.Line("e", "x", model: "fast"),
            BatchHost.Line("f", "x").Replace("\"messages\"", "\"massages\"", StringComparison.Ordinal),
            BatchHost.Line("g", "x").Replace("\"model\"", "\"stream\":true,\"model\"", StringComparison.Ordinal),
            "[1]",
        ];
        var batch = await _host.UntilAsync(await _host.SubmitAsync(string.Join("\r\n", lines)), "failed");
        var errors = batch.GetProperty("errors").GetProperty("data").EnumerateArray()
            .Select(e => (e.GetProperty("line").GetInt32(), e.GetProperty("code").GetString(), e.GetProperty("param").GetString()));
        Assert.Equal(
        [
            (2, "invalid_json_line", null), (3, "missing_custom_id", "custom_id"), (5, "duplicate_custom_id", "custom_id"),
            (6, "url_mismatch", "url"), (7, "invalid_method", "method"), (8, "model_not_found", "body.model"),
            (9, "model_mismatch", "body.model"), (10, "invalid_request", "body.messages"), (11, "invalid_request", "body.stream"),
            (12, "invalid_json_line", null),
        ], errors);
        Assert.True(batch.GetProperty("failed_at").GetInt64() > 0);
        Assert.Empty(_engine.Answered);
    }

    [Fact]
    public async Task An_empty_file_fails()
    {
        var batch = await _host.UntilAsync(await _host.SubmitAsync("\n \n"), "failed");
        var error = Assert.Single(batch.GetProperty("errors").GetProperty("data").EnumerateArray());
        Assert.Equal(("empty_batch", "input_file_id"), (error.GetProperty("code").GetString(), error.GetProperty("param").GetString()));
    }

    [Theory]
    [InlineData("completion_window", "2h", "invalid_completion_window")]
    [InlineData("completion_window", "24H", "invalid_completion_window")]
    [InlineData("completion_window", null, "missing_required_parameter")]
    [InlineData("endpoint", "/v1/images", "invalid_endpoint")]
    [InlineData("input_file_id", "file-none", "file_not_found")]
    [InlineData("metadata", "text", "invalid_type")]
    [InlineData("output_expires_after", "text", "invalid_output_expires_after")]
    public async Task A_wrong_field_is_refused_by_name(string field, string? value, string code)
    {
        var file = (await _host.UploadAsync(BatchHost.Lines(1))).Json.GetProperty("id").GetString();
        var request = new Dictionary<string, object?> { ["input_file_id"] = file, ["endpoint"] = "/v1/chat/completions", ["completion_window"] = "24h" };
        request[field] = value;
        var (status, json) = await _host.CreateAsync(request);
        Assert.Equal(code == "file_not_found" ? 404 : 400, status);
        Assert.Equal((code, field), (json.GetProperty("error").GetProperty("code").GetString(), json.GetProperty("error").GetProperty("param").GetString()));
    }

    [Theory]
    [InlineData("1h", 3600)]
    [InlineData("4h", 4 * 3600)]
    [InlineData("24h", 24 * 3600)]
    public async Task The_deadline_is_the_window_from_the_call(string window, long seconds)
    {
        var file = (await _host.UploadAsync(BatchHost.Lines(1))).Json.GetProperty("id").GetString();
        var (_, batch) = await _host.CreateAsync(new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = window });
        Assert.Equal(window, batch.GetProperty("completion_window").GetString());
        Assert.Equal(seconds, batch.GetProperty("expires_at").GetInt64() - batch.GetProperty("created_at").GetInt64());
    }

    [Fact]
    public async Task Metadata_is_kept_and_limited()
    {
        var file = (await _host.UploadAsync(BatchHost.Lines(1))).Json.GetProperty("id").GetString();
        var good = new Dictionary<string, string> { ["purpose"] = "nightly" };
        var (_, batch) = await _host.CreateAsync(new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h", metadata = good });
        Assert.Equal("nightly", batch.GetProperty("metadata").GetProperty("purpose").GetString());
        Assert.Equal(86400, batch.GetProperty("expires_at").GetInt64() - batch.GetProperty("created_at").GetInt64());
        var many = Enumerable.Range(0, 17).ToDictionary(n => $"k{n}", _ => "v");
        Assert.Equal(400, (await _host.CreateAsync(new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h", metadata = many })).Status);
    }

    [Fact]
    public async Task Batches_are_listed_newest_first_in_pages()
    {
        var ids = new List<string>();
        for (var n = 0; n < 5; n++)
        {
            ids.Insert(0, await _host.SubmitAsync(BatchHost.Lines(1)));
        }

        var (_, first) = await _host.SendAsync(HttpMethod.Get, "/v1/batches?limit=2");
        Assert.Equal(ids[..2], Ids(first));
        Assert.True(first.GetProperty("has_more").GetBoolean());
        Assert.Equal(ids[1], first.GetProperty("last_id").GetString());
        var (_, rest) = await _host.SendAsync(HttpMethod.Get, $"/v1/batches?after={ids[1]}");
        Assert.Equal(ids[2..], Ids(rest));
        Assert.False(rest.GetProperty("has_more").GetBoolean());
        Assert.Equal(400, (await _host.SendAsync(HttpMethod.Get, "/v1/batches?limit=101")).Status);
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Get, "/v1/batches/batch_none")).Status);
    }

    [Fact]
    public async Task A_finished_batch_cannot_be_cancelled()
    {
        var id = await _host.SubmitAsync(BatchHost.Lines(1));
        var batch = await _host.UntilAsync(id, "completed");
        Assert.True(batch.GetProperty("completed_at").GetInt64() >= batch.GetProperty("in_progress_at").GetInt64());
        Assert.Equal(409, (await _host.SendAsync(HttpMethod.Post, $"/v1/batches/{id}/cancel")).Status);
    }

    [Fact]
    public async Task An_ended_batch_is_forgotten_when_its_time_is_over()
    {
        var time = new ShiftableTime();
        using var folder = new TemporaryFolder();
        await using var host = await BatchHost.StartAsync(folder.Root, _engine.Url, time: time);
        var id = await host.SubmitAsync(BatchHost.Lines(1));
        await host.UntilAsync(id, "completed");
        time.Shift(TimeSpan.FromDays(30));
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Get, $"/v1/batches/{id}")).Status);
        time.Shift(TimeSpan.FromDays(2));
        await Eventually.True(async () => (await host.SendAsync(HttpMethod.Get, $"/v1/batches/{id}")).Status == 404, "it is forgotten");
        Assert.False(Directory.Exists(folder[Path.Combine("batches", id)]));
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("data").EnumerateArray().Select(b => b.GetProperty("id").GetString()!);
}
