using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Gateway.Tests;

/// <summary>The same contract in a bucket, on a server that checks every signature.</summary>
public sealed class S3BlobStoreTests : BlobStoreContract, IClassFixture<S3Fixture>, IDisposable
{
    private static int _tests;
    private readonly S3Fixture _s3;
    private readonly S3Options _options;
    private readonly S3BlobStore _store;
    private readonly S3BlobStore _other;

    public S3BlobStoreTests(S3Fixture s3)
    {
        _s3 = s3;
        _options = s3.Server.OptionsFor($"tests/{Interlocked.Increment(ref _tests)}");
        _store = new S3BlobStore(_options, TimeProvider.System);
        _other = new S3BlobStore(_options, TimeProvider.System);
    }

    private protected override IBlobStore Store => _store;

    private protected override IBlobStore Other => _other;

    public void Dispose()
    {
        _store.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_wrong_secret_is_refused_and_said_so()
    {
        using var stranger = new S3BlobStore(_options with { SecretAccessKey = "wrong" }, TimeProvider.System);
        var refused = await Assert.ThrowsAsync<BlobStoreException>(() => stranger.PutAsync("a/x", "1"u8.ToArray()));
        Assert.Equal(BlobProblem.Away, refused.Problem);
        Assert.Contains("SignatureDoesNotMatch", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_that_does_not_exist_is_away_and_not_empty()
    {
        using var lost = new S3BlobStore(_options with { Bucket = "elsewhere" }, TimeProvider.System);
        foreach (var call in new Func<Task>[] { () => lost.ReadAsync("a/x", 10), () => KeysAsync(lost, "a/"), () => lost.PutNewAsync("a/x", "1"u8.ToArray()) })
        {
            Assert.Equal(BlobProblem.Away, (await Assert.ThrowsAsync<BlobStoreException>(call)).Problem);
        }
    }

    [Fact]
    public async Task A_server_that_is_gone_is_away()
    {
        using var away = new S3BlobStore(_options with { Endpoint = $"http://127.0.0.1:{FreePort.Find()}" }, TimeProvider.System);
        Assert.Equal(BlobProblem.Away, (await Assert.ThrowsAsync<BlobStoreException>(() => away.ReadAsync("a/x", 10))).Problem);
    }

    [Fact]
    public async Task A_store_that_takes_a_conditional_put_for_a_plain_one_is_not_used()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var careless = builder.Build();
        careless.MapFallback(http =>
        {
            http.Response.StatusCode = http.Request.Method == "DELETE" ? 204 : 200;
            return Task.CompletedTask;
        });
        await careless.StartAsync();
        using var store = new S3BlobStore(_options with { Endpoint = careless.Urls.First() }, TimeProvider.System);
        for (var n = 0; n < 2; n++)
        {
            var refused = await Assert.ThrowsAsync<BlobStoreException>(() => store.PutNewAsync("a/x", "1"u8.ToArray()));
            Assert.Contains("does not heed 'If-None-Match: *'", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_large_draft_that_is_dropped_leaves_no_parts()
    {
        await using (var draft = await _store.CreateAsync("d/dropped"))
        {
            for (var n = 0; n < 10; n++)
            {
                await draft.WriteAsync(new byte[2_000_000]);
            }
        }

        using var client = _s3.Server.Client();
        var uploads = await client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = _options.Bucket });
        Assert.DoesNotContain(uploads.MultipartUploads ?? [], u => u.Key.StartsWith(_options.Prefix + "/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_keys_than_a_page_has_are_all_listed()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1030), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (n, token) =>
            await _store.PutAsync($"many/{n:D4}/x", Encoding.ASCII.GetBytes($"{n}"), token));
        Assert.Equal(Enumerable.Range(0, 1030).Select(n => $"{n:D4}"), await NamesAsync(_other, "many/"));
        Assert.Equal(1029, (await KeysAsync(_other, "many/", "many/0000/x")).Count);
    }
}
