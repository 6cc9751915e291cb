using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

public sealed class FilesApiTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private PlainEngine _engine = null!;
    private BatchHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _engine = await PlainEngine.StartAsync();
        _host = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    private Task<BatchHost> StartAsync() => BatchHost.StartAsync(
        _folder.Root, _engine.Url, o => o with { KeysFile = Keys(), Batch = o.Batch with { MaxFileBytes = 100_000, MaxLines = 50 } });

    [Fact]
    public async Task A_file_comes_back_as_it_was_sent_also_after_a_restart()
    {
        var content = "{\"a\":\"ü\"}\n" + new string(' ', 70_000) + "\n";
        var (status, file) = await UploadAsync(content);
        Assert.Equal(200, status);
        var id = file.GetProperty("id").GetString();
        Assert.Equal(("file", "batch", "input.jsonl", 70_012), (
            file.GetProperty("object").GetString(), file.GetProperty("purpose").GetString(),
            file.GetProperty("filename").GetString(), file.GetProperty("bytes").GetInt32()));
        await _host.DisposeAsync();
        _host = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/files/{id}/content");
        request.Headers.Authorization = new("Bearer", "key-a");
        using var answer = await _host.Http.SendAsync(request);
        Assert.Equal(content, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_tenant_sees_its_own_files_only()
    {
        var id = (await UploadAsync("{}")).Json.GetProperty("id").GetString();
        Assert.Equal(200, (await GetAsync($"/v1/files/{id}", "key-a")).Status);
        foreach (var path in new[] { $"/v1/files/{id}", $"/v1/files/{id}/content" })
        {
            var (status, json) = await GetAsync(path, "key-b");
            Assert.Equal((404, "file_not_found"), (status, CodeOf(json)));
        }

        Assert.Empty((await GetAsync("/v1/files", "key-b")).Json.GetProperty("data").EnumerateArray());
        Assert.Equal(404, (await _host.SendAsync(HttpMethod.Delete, $"/v1/files/{id}", key: "key-b")).Status);
        var request = new { input_file_id = id, endpoint = "/v1/chat/completions", completion_window = "24h" };
        Assert.Equal(404, (await _host.CreateAsync(request, "key-b")).Status);
        Assert.Equal((401, "invalid_api_key"), await StatusOf(GetAsync($"/v1/files/{id}", "nobody")));
    }

    [Fact]
    public async Task A_batch_of_another_tenant_does_not_exist()
    {
        var id = (await UploadAsync(BatchHost.Lines(1))).Json.GetProperty("id").GetString();
        var (_, batch) = await _host.CreateAsync(new { input_file_id = id, endpoint = "/v1/chat/completions", completion_window = "24h" }, "key-a");
        var path = $"/v1/batches/{batch.GetProperty("id").GetString()}";
        Assert.Equal(200, (await GetAsync(path, "key-a")).Status);
        Assert.Equal((404, "batch_not_found"), await StatusOf(GetAsync(path, "key-b")));
        Assert.Equal((404, "batch_not_found"), await StatusOf(_host.SendAsync(HttpMethod.Post, path + "/cancel", key: "key-b")));
        Assert.Empty((await GetAsync("/v1/batches", "key-b")).Json.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Files_are_listed_in_pages_and_deleted()
    {
        var ids = new List<string>();
        for (var n = 0; n < 3; n++)
        {
            ids.Insert(0, (await UploadAsync("{}")).Json.GetProperty("id").GetString()!);
        }

        var (_, page) = await GetAsync("/v1/files?limit=2&purpose=batch", "key-a");
        Assert.Equal(ids[..2], page.GetProperty("data").EnumerateArray().Select(f => f.GetProperty("id").GetString()));
        var (_, oldest) = await GetAsync("/v1/files?limit=1&order=asc", "key-a");
        Assert.Equal(ids[2], oldest.GetProperty("first_id").GetString());
        var (_, gone) = await _host.SendAsync(HttpMethod.Delete, $"/v1/files/{ids[0]}", key: "key-a");
        Assert.True(gone.GetProperty("deleted").GetBoolean());
        Assert.Equal(404, (await GetAsync($"/v1/files/{ids[0]}", "key-a")).Status);
        Assert.False(Directory.Exists(_folder[Path.Combine("files", ids[0])]));
    }

    [Fact]
    public async Task The_input_of_a_batch_that_runs_is_not_deleted()
    {
        _engine.Shut();
        var id = (await UploadAsync(BatchHost.Lines(1))).Json.GetProperty("id").GetString();
        await _host.CreateAsync(new { input_file_id = id, endpoint = "/v1/chat/completions", completion_window = "24h" }, "key-a");
        Assert.Equal((409, "file_in_use"), await StatusOf(_host.SendAsync(HttpMethod.Delete, $"/v1/files/{id}", key: "key-a")));
    }

    [Fact]
    public async Task What_breaks_a_limit_is_refused_and_nothing_of_it_stays()
    {
        Assert.Equal((413, "file_too_large"), await StatusOf(UploadAsync(new string('x', 100_001))));
        Assert.Equal((400, "too_many_lines"), await StatusOf(UploadAsync(string.Concat(Enumerable.Repeat("{}\n", 50)) + "{}")));
        Assert.Equal(200, (await UploadAsync(string.Concat(Enumerable.Repeat("{}\n", 50)))).Status);
        Assert.Equal((400, "invalid_purpose"), await StatusOf(_host.UploadAsync("{}", "fine-tune", "key-a")));
        using var noFile = new MultipartFormDataContent { { new StringContent("batch"), "purpose" } };
        Assert.Equal((400, "missing_required_parameter"), await StatusOf(_host.SendAsync(HttpMethod.Post, "/v1/files", noFile, "key-a")));
        using var noForm = new StringContent("{}");
        Assert.Equal((400, "invalid_content_type"), await StatusOf(_host.SendAsync(HttpMethod.Post, "/v1/files", noForm, "key-a")));
        Assert.Single(Directory.GetDirectories(_folder["files"]));
    }

    [Fact]
    public async Task A_cut_upload_leaves_nothing()
    {
        using (var client = new TcpClient())
        {
            var address = _host.Http.BaseAddress!;
            await client.ConnectAsync(address.Host, address.Port);
            var head = "POST /v1/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer key-a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 5000\r\n\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n{\"half\":";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
            await Eventually.True(() => Directory.GetFiles(_folder[".drafts"]).Length == 1, "the upload has begun");
        }

        await Eventually.True(() => Directory.GetFiles(_folder[".drafts"]).Length == 0, "the rest is gone");
        Assert.Empty((await GetAsync("/v1/files", "key-a")).Json.GetProperty("data").EnumerateArray());
    }

    private string Keys()
    {
        var keys = new[] { "a", "b" }.Select(t => $$"""{"sha256":"{{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"key-{t}")))}}","tenant":"{{t}}"}""");
        return _folder.Write("keys.json", $$"""{"keys":[{{string.Join(',', keys)}}]}""");
    }

    private Task<(int Status, JsonElement Json)> UploadAsync(string content) => _host.UploadAsync(content, key: "key-a");

    private Task<(int Status, JsonElement Json)> GetAsync(string path, string key) => _host.SendAsync(HttpMethod.Get, path, key: key);

    private static async Task<(int, string?)> StatusOf(Task<(int Status, JsonElement Json)> call) => ((await call).Status, CodeOf((await call).Json));

    private static string? CodeOf(JsonElement json) => json.GetProperty("error").GetProperty("code").GetString();
}
