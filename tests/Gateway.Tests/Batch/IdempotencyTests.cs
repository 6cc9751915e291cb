using System.Text;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Calls of <c>POST /v1/batches</c> that are sent again.</summary>
public sealed class IdempotencyTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ShiftableTime _time = new();
    private PlainEngine _engine = null!;
    private BatchHost _host = null!;
    private string _file = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await PlainEngine.StartAsync();
        _host = await BatchHost.StartAsync(_folder.Root, _engine.Url, time: _time);
        _file = (await _host.UploadAsync(BatchHost.Lines(1))).Json.GetProperty("id").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    private Task<(int Status, JsonElement Json)> CreateAsync(string key, string window = "24h") =>
        _host.CreateAsync(new { input_file_id = _file, endpoint = "/v1/chat/completions", completion_window = window }, idempotencyKey: key);

    private static string? IdOf((int Status, JsonElement Json) answer) => answer.Json.GetProperty("id").GetString();

    private async Task<int> CountAsync() => (await _host.SendAsync(HttpMethod.Get, "/v1/batches")).Json.GetProperty("data").GetArrayLength();

    [Fact]
    public async Task The_same_key_and_body_make_one_batch()
    {
        var first = await CreateAsync("key-1");
        await _host.UntilAsync(IdOf(first)!, "completed");
        var again = await CreateAsync("key-1");
        Assert.Equal((200, IdOf(first)), (again.Status, IdOf(again)));
        Assert.Equal("completed", again.Json.GetProperty("status").GetString());
        var text = $$"""{ "completion_window":"24h", "endpoint":"/v1/chat/completions","input_file_id" : "{{_file}}"}""";
        using var body = new StringContent(text, Encoding.UTF8, "application/json");
        Assert.Equal(IdOf(first), IdOf(await _host.SendAsync(HttpMethod.Post, "/v1/batches", body, idempotencyKey: "key-1")));
        Assert.NotEqual(IdOf(first), IdOf(await CreateAsync("key-2")));
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task Many_calls_at_once_make_one_batch()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => CreateAsync("key-1")));
        Assert.Single(all.Select(IdOf).Distinct());
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        await CreateAsync("key-1");
        var (status, json) = await CreateAsync("key-1", "1h");
        Assert.Equal((422, "idempotency_key_reused"), (status, json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var (status, json) = await CreateAsync(key);
        Assert.Equal((400, "invalid_idempotency_key"), (status, json.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_gateway_that_died_between_key_and_batch_leaves_a_key_that_makes_it()
    {
        var first = await CreateAsync("key-1");
        await _host.UntilAsync(IdOf(first)!, "completed");
        await _host.DisposeAsync();
        Directory.Delete(_folder[Path.Combine("batches", IdOf(first)!)], recursive: true);
        _host = await BatchHost.StartAsync(_folder.Root, _engine.Url, time: _time);
        var again = await CreateAsync("key-1");
        Assert.Equal((200, IdOf(first)), (again.Status, IdOf(again)));
        await _host.UntilAsync(IdOf(first)!, "completed");
    }

    [Fact]
    public async Task A_key_is_forgotten_after_a_day()
    {
        var first = await CreateAsync("key-1");
        _time.Shift(TimeSpan.FromHours(25.1));
        await Eventually.True(() => Directory.GetFiles(_folder["idempotency"]).Length == 0, "it is swept");
        Assert.NotEqual(IdOf(first), IdOf(await CreateAsync("key-1")));
    }
}
