using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>Files of two gateways on one store: a folder, or a bucket.</summary>
public sealed class SharedFilesTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<IAsyncDisposable> _open = [];
    private readonly ShiftableTime _time = new();
    private PlainEngine _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await PlainEngine.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
        {
            await open.DisposeAsync();
        }

        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(FileStoreOptions.FolderKind)]
    [InlineData(FileStoreOptions.S3Kind)]
    public async Task What_one_stored_the_other_finds_reads_and_deletes(string kind)
    {
        var (a, b) = await StartTwoAsync(kind);
        var content = BatchHost.Lines(3);
        var file = (await a.UploadAsync(content)).Json;
        var id = file.GetProperty("id").GetString()!;
        Assert.Equal(file.GetRawText(), (await b.SendAsync(HttpMethod.Get, $"/v1/files/{id}")).Json.GetRawText());
        Assert.Equal(content, await b.Http.GetStringAsync(new Uri($"/v1/files/{id}/content", UriKind.Relative)));
        Assert.Equal([id], await IdsAsync(b));

        Assert.Equal(200, (await b.SendAsync(HttpMethod.Delete, $"/v1/files/{id}")).Status);
        foreach (var host in (BatchHost[])[a, b])
        {
            Assert.Equal(404, (await host.SendAsync(HttpMethod.Get, $"/v1/files/{id}")).Status);
            using var gone = await host.Http.GetAsync(new Uri($"/v1/files/{id}/content", UriKind.Relative));
            Assert.Equal(404, (int)gone.StatusCode);
            Assert.Empty(await IdsAsync(host));
            Assert.Equal(404, (await host.SendAsync(HttpMethod.Delete, $"/v1/files/{id}")).Status);
        }
    }

    [Theory]
    [InlineData(FileStoreOptions.FolderKind)]
    [InlineData(FileStoreOptions.S3Kind)]
    public async Task A_list_is_newest_first_and_its_pages_go_on_at_any(string kind)
    {
        var (a, b) = await StartTwoAsync(kind);
        var ids = new List<string>();
        for (var n = 0; n < 6; n++)
        {
            // Files of different gateways in one second come in the order of their clocks; here each has a second of its own.
            _time.Shift(TimeSpan.FromSeconds(1));
            ids.Insert(0, (await (n % 2 == 0 ? a : b).UploadAsync($"{{\"n\":{n}}}")).Json.GetProperty("id").GetString()!);
        }

        Assert.Equal(ids, await IdsAsync(a));
        var pages = new List<string>();
        for (var host = a; ; host = host == a ? b : a)
        {
            var (_, page) = await host.SendAsync(HttpMethod.Get, $"/v1/files?limit=2{(pages.Count > 0 ? $"&after={pages[^1]}" : "")}");
            pages.AddRange(page.GetProperty("data").EnumerateArray().Select(f => f.GetProperty("id").GetString()!));
            if (!page.GetProperty("has_more").GetBoolean())
            {
                break;
            }
        }

        Assert.Equal(ids, pages);
        Assert.Equal(Enumerable.Reverse(ids), await IdsAsync(b, "?order=asc"));
    }

    [Theory]
    [InlineData(FileStoreOptions.FolderKind)]
    [InlineData(FileStoreOptions.S3Kind)]
    public async Task A_batch_of_a_file_stored_at_the_other_ends_with_results_that_both_have(string kind)
    {
        var (a, b) = await StartTwoAsync(kind);
        var file = (await a.UploadAsync(BatchHost.Lines(20))).Json.GetProperty("id").GetString();
        var (_, batch) = await b.CreateAsync(new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h" });
        batch = await b.UntilAsync(batch.GetProperty("id").GetString()!, "completed");
        foreach (var host in (BatchHost[])[a, b])
        {
            Assert.Equal(20, (await host.ResultsAsync(batch, "output_file_id")).Count);
        }
    }

    [Fact]
    public async Task A_tenant_has_limits_of_its_own_and_new_ones_count_at_once()
    {
        var (host, _) = await StartTwoAsync(FileStoreOptions.FolderKind, f => f with
        {
            MaxBytesPerTenant = 5000, MaxFilesPerTenant = 1, Tenants = [new TenantFileOptions { Tenant = "anonymous", MaxBytes = 1000 }, new TenantFileOptions { Tenant = "other", MaxFiles = 100 }],
        });
        var (status, json) = await host.UploadAsync(new string('x', 1001));
        Assert.Equal((400, "storage_quota_exceeded", "file"), (status, json.GetProperty("error").GetProperty("code").GetString(), json.GetProperty("error").GetProperty("param").GetString()));
        Assert.Equal(
            "Tenant 'anonymous' may store 1000 bytes, uploads and results together, and has 0; this file has 1001. Delete some files first.",
            json.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal(200, (await host.UploadAsync(new string('x', 600))).Status);
        (status, json) = await host.UploadAsync("x");
        Assert.Equal((400, "file_quota_exceeded"), (status, json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal(
            "Tenant 'anonymous' may store 1 files, uploads and results together, and has 1. Delete some first.", json.GetProperty("error").GetProperty("message").GetString());

        var live = host.Get<LiveConfiguration>();
        var read = live.Current.Options with { Files = new FileStoreOptions { MaxFilesPerTenant = 2, Tenants = [], Folder = "/elsewhere" } };
        live.Swap(new ConfigurationSet(RunTimeOptions.Over(live.Current.Options, read), live.Current.Catalog, 2));
        Assert.NotEqual("/elsewhere", live.Current.Options.Files.Folder);
        Assert.Equal(200, (await host.UploadAsync(new string('x', 600))).Status);
        Assert.Equal((400, "file_quota_exceeded"), await CodeAsync(host.UploadAsync("x")));
    }

    [Theory]
    [InlineData(FileStoreOptions.FolderKind)]
    [InlineData(FileStoreOptions.S3Kind)]
    public async Task A_tenant_that_has_stored_enough_is_told_so_by_any(string kind)
    {
        var (a, b) = await StartTwoAsync(kind, f => f with { MaxBytesPerTenant = 1000, MaxFilesPerTenant = 3 });
        Assert.Equal(200, (await a.UploadAsync(new string('x', 900))).Status);
        Assert.Equal((400, "storage_quota_exceeded"), await CodeAsync(b.UploadAsync(new string('x', 101))));
        var last = await b.UploadAsync(new string('x', 100));
        Assert.Equal(200, last.Status);
        Assert.Equal((400, "storage_quota_exceeded"), await CodeAsync(a.UploadAsync("x")));
        Assert.Equal(200, (await a.SendAsync(HttpMethod.Delete, $"/v1/files/{last.Json.GetProperty("id").GetString()}")).Status);
        Assert.Equal(200, (await b.UploadAsync("x")).Status);
        Assert.Equal(200, (await b.UploadAsync("x")).Status);
        Assert.Equal((400, "file_quota_exceeded"), await CodeAsync(a.UploadAsync("x")));
        Assert.Equal(3, (await IdsAsync(a)).Count);
    }

    [Theory]
    [InlineData(FileStoreOptions.FolderKind)]
    [InlineData(FileStoreOptions.S3Kind)]
    public async Task Files_go_when_their_time_is_over_but_not_the_input_of_a_batch_that_runs(string kind)
    {
        var (a, b) = await StartTwoAsync(kind, f => f with { KeepInputs = TimeSpan.FromHours(2) });
        _engine.Shut();
        var plain = (await a.UploadAsync("{}")).Json.GetProperty("id").GetString()!;
        var input = (await a.UploadAsync(BatchHost.Lines(1))).Json.GetProperty("id").GetString()!;
        await b.CreateAsync(new { input_file_id = input, endpoint = "/v1/chat/completions", completion_window = "24h" });
        _time.Shift(TimeSpan.FromHours(2.1));
        Assert.Empty(await IdsAsync(b));
        Assert.Equal(404, (await b.SendAsync(HttpMethod.Get, $"/v1/files/{plain}")).Status);
        await b.Get<FileSweeper>().SweepAsync(CancellationToken.None);
        var blobs = a.Get<IBlobStore>();
        Assert.Null(await blobs.HeadAsync(FileKeys.Content(plain)));
        Assert.NotNull(await blobs.HeadAsync(FileKeys.Content(input)));
    }

    [Theory]
    [InlineData(FileStoreOptions.FolderKind)]
    [InlineData(FileStoreOptions.S3Kind)]
    public async Task A_rest_of_an_upload_is_swept_after_a_day_and_seen_by_nobody_before(string kind)
    {
        var (a, b) = await StartTwoAsync(kind);
        var blobs = a.Get<IBlobStore>();
        await blobs.PutAsync(FileKeys.Content("file-rest"), "half done"u8.ToArray());
        Assert.Empty(await IdsAsync(b));
        await a.Get<FileSweeper>().SweepAsync(CancellationToken.None);
        Assert.NotNull(await blobs.HeadAsync(FileKeys.Content("file-rest")));
        _time.Shift(TimeSpan.FromHours(25));
        await b.Get<FileSweeper>().SweepAsync(CancellationToken.None);
        Assert.Null(await blobs.HeadAsync(FileKeys.Content("file-rest")));
    }

    [Theory]
    [InlineData(FileStoreOptions.FolderKind)]
    [InlineData(FileStoreOptions.S3Kind)]
    public async Task A_batch_whose_input_is_not_what_was_uploaded_fails_before_a_line_runs(string kind)
    {
        var (a, b) = await StartTwoAsync(kind);
        var file = (await a.UploadAsync(BatchHost.Lines(5))).Json.GetProperty("id").GetString()!;
        await a.Get<IBlobStore>().PutAsync(FileKeys.Content(file), System.Text.Encoding.UTF8.GetBytes(BatchHost.Lines(5).Replace("prompt 3", "prompt 4", StringComparison.Ordinal)));
        var (_, batch) = await b.CreateAsync(new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = "24h" });
        batch = await b.UntilAsync(batch.GetProperty("id").GetString()!, "failed");
        Assert.Equal("input_file_damaged", Assert.Single(batch.GetProperty("errors").GetProperty("data").EnumerateArray()).GetProperty("code").GetString());
        Assert.Empty(_engine.Answered);
    }

    private async Task<(BatchHost A, BatchHost B)> StartTwoAsync(string kind, Func<FileStoreOptions, FileStoreOptions>? adjust = null)
    {
        var redis = await RedisServer.StartAsync();
        _open.Add(redis);
        var files = new FileStoreOptions { Folder = _folder["shared"], Shared = true };
        if (kind == FileStoreOptions.S3Kind)
        {
            var s3 = await S3Server.StartAsync();
            _open.Add(s3);
            files = new FileStoreOptions { Kind = kind, S3 = s3.Options };
        }

        files = adjust?.Invoke(files) ?? files;
        async Task<BatchHost> StartAsync(string name)
        {
            var host = await BatchHost.StartAsync(
                _folder[name], _engine.Url, o => o with { Files = files, Store = new StoreOptions { Kind = "redis", Redis = redis.Endpoint } }, _time);
            _open.Add(host);
            return host;
        }

        return (await StartAsync("a"), await StartAsync("b"));
    }

    private static async Task<List<string>> IdsAsync(BatchHost host, string query = "") =>
        [.. (await host.SendAsync(HttpMethod.Get, "/v1/files" + query)).Json.GetProperty("data").EnumerateArray().Select(f => f.GetProperty("id").GetString()!)];

    private static async Task<(int, string?)> CodeAsync(Task<(int Status, JsonElement Json)> call)
    {
        var (status, json) = await call;
        return (status, json.GetProperty("error").GetProperty("code").GetString());
    }
}
