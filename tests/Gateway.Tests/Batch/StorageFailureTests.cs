using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>A store that is full or away: a clear refusal that says when to come again, nothing half done, and work that goes on afterwards.</summary>
public sealed class StorageFailureTests : FolderAndEngine
{
    [Fact]
    public async Task A_full_disk_is_told_and_takes_small_things_again()
    {
        using var disk = SmallDisk.TryMount(1_000_000);
        Assert.SkipWhen(disk is null, "no small file system can be mounted here (it takes root)");
        await using var host = await StartAsync(new FileStoreOptions { Folder = disk.Root });
        var id = (await host.UploadAsync(BatchHost.Lines(3))).Json.GetProperty("id").GetString();
        await RefusedAsync(host, HttpMethod.Post, "/v1/files", "storage_full", 60, new string('x', 2_000_000));
        Assert.Empty(Directory.GetFiles(Path.Combine(disk.Root, ".drafts")));
        Assert.Single((await host.SendAsync(HttpMethod.Get, "/v1/files")).Json.GetProperty("data").EnumerateArray());

        var (_, batch) = await host.CreateAsync(new { input_file_id = id, endpoint = "/v1/chat/completions", completion_window = "24h" });
        batch = await host.UntilAsync(batch.GetProperty("id").GetString()!, "completed");
        Assert.Equal(3, (await host.ResultsAsync(batch, "output_file_id")).Count);
    }

    [Fact]
    public async Task A_batch_that_the_disk_has_no_room_for_is_none()
    {
        using var disk = SmallDisk.TryMount(1_000_000);
        Assert.SkipWhen(disk is null, "no small file system can be mounted here (it takes root)");
        await using var host = await StartAsync(new FileStoreOptions { Folder = disk.Root });
        var id = (await host.UploadAsync(BatchHost.Lines(3))).Json.GetProperty("id").GetString();
        var request = new { input_file_id = id, endpoint = "/v1/chat/completions", completion_window = "24h" };
        var filler = Path.Combine(disk.Root, "filler");
        await using (var file = new FileStream(filler, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            Assert.ThrowsAny<IOException>(() => file.Write(new byte[2_000_000]));
        }

        var (status, json) = await host.CreateAsync(request);
        Assert.Equal((503, "storage_full"), (status, json.GetProperty("error").GetProperty("code").GetString()));
        Assert.Empty((await host.SendAsync(HttpMethod.Get, "/v1/batches")).Json.GetProperty("data").EnumerateArray());
        File.Delete(filler);
        Assert.Empty((await host.SendAsync(HttpMethod.Get, "/v1/batches")).Json.GetProperty("data").EnumerateArray());
        (status, json) = await host.CreateAsync(request);
        Assert.Equal(200, status);
        await host.UntilAsync(json.GetProperty("id").GetString()!, "completed");
    }

    [Fact]
    public async Task A_folder_that_goes_away_is_told_and_work_goes_on_when_it_is_back()
    {
        await using var host = await StartAsync(new FileStoreOptions { Folder = Folder["store"] });
        var id = (await host.UploadAsync(BatchHost.Lines(3))).Json.GetProperty("id").GetString();
        Directory.Move(Folder["store"], Folder["elsewhere"]);
        await RefusedAsync(host, HttpMethod.Get, $"/v1/files/{id}", "storage_unavailable", 5);
        await RefusedAsync(host, HttpMethod.Get, "/v1/files", "storage_unavailable", 5);
        await RefusedAsync(host, HttpMethod.Delete, $"/v1/files/{id}", "storage_unavailable", 5);
        await RefusedAsync(host, HttpMethod.Post, "/v1/files", "storage_unavailable", 5, "{}");
        Directory.Move(Folder["elsewhere"], Folder["store"]);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Get, $"/v1/files/{id}")).Status);
        Assert.Equal(200, (await host.UploadAsync("{}")).Status);
    }

    [Fact]
    public async Task A_download_that_the_store_cuts_is_not_taken_for_whole()
    {
        await using var host = await StartAsync(new FileStoreOptions { Folder = Folder["store"] });
        var id = (await host.UploadAsync(new string('x', 300_000))).Json.GetProperty("id").GetString();
        await using (var content = new FileStream(Folder[Path.Combine("store", "files", id!, "content")], FileMode.Open))
        {
            content.SetLength(100_000);
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => host.Http.GetStringAsync(new Uri($"/v1/files/{id}/content", UriKind.Relative)));
    }

    [Fact]
    public async Task A_bucket_that_hangs_or_is_gone_is_told()
    {
        await using var s3 = await S3Server.StartAsync();
        await using var host = await StartAsync(new FileStoreOptions { Kind = FileStoreOptions.S3Kind, S3 = s3.Options with { Timeout = TimeSpan.FromSeconds(3) } });
        var id = (await host.UploadAsync("{}")).Json.GetProperty("id").GetString();
        await s3.PauseAsync();
        await RefusedAsync(host, HttpMethod.Get, $"/v1/files/{id}", "storage_unavailable", 5);
        await s3.ResumeAsync();
        await Eventually.True(async () => (await host.SendAsync(HttpMethod.Get, $"/v1/files/{id}")).Status == 200, "it answers again");
        s3.Kill();
        await RefusedAsync(host, HttpMethod.Get, $"/v1/files/{id}", "storage_unavailable", 5);
        await RefusedAsync(host, HttpMethod.Post, "/v1/files", "storage_unavailable", 5, "{}");
    }

    private Task<BatchHost> StartAsync(FileStoreOptions files) => BatchHost.StartAsync(Folder["data"], Engine.Url, o => o with { Files = files });

    private static async Task RefusedAsync(BatchHost host, HttpMethod method, string path, string code, int seconds, string? upload = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = upload is null ? null : new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new StringContent(upload), "file", "f" } };
        using var answer = await host.Http.SendAsync(request);
        var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal((503, code), ((int)answer.StatusCode, error.GetProperty("code").GetString()));
        Assert.Equal(TimeSpan.FromSeconds(seconds), answer.Headers.RetryAfter?.Delta);
    }
}
