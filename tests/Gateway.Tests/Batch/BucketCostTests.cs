namespace SageServe.Gateway.Tests;

/// <summary>What the results of one batch cost in a bucket: objects, and requests to write and to read them.</summary>
public sealed class BucketCostTests : FolderAndEngine
{
    private const int Lines = 1000;
    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task A_batch_leaves_few_objects(int groupMilliseconds)
    {
        await using var s3 = await S3Server.StartAsync();
        var files = new FileStoreOptions { Kind = FileStoreOptions.S3Kind, S3 = s3.Options with { GroupEvery = TimeSpan.FromMilliseconds(groupMilliseconds) } };
        await using var host = await BatchHost.StartAsync(Folder.Root, Engine.Url, o => o with { Files = files, Batch = o.Batch with { MaxRunning = 16 } });
        var id = await host.SubmitAsync(BatchHost.Lines(Lines));
        Assert.Equal(Lines, (await host.ResultsAsync(await host.UntilAsync(id, "completed"), "output_file_id")).Count);
        var store = (S3BlobStore)host.Get<IBlobStore>();
        var requests = store.Requests;
        List<S3LogPart> parts = [];
        await Eventually.True(
            async () => (parts = (await store.ListAsync($"batches/{id}/journal/").ToListAsync()).ConvertAll(b => S3LogPart.Of(b.Key))).Count <= 1 + (Lines / 250),
            "the gateway has rolled up what it wrote");
        var groups = parts.Max(p => p.Last) + 1;
        var before = store.Requests;
        Assert.Equal(Lines, await store.ReadLogAsync(parts[0].Key[..parts[0].Key.LastIndexOf('/')]).CountAsync());
        TestContext.Current.TestOutputHelper!.WriteLine($"{Lines} lines, {groupMilliseconds} ms: {groups} groups in {parts.Count} objects, {store.Requests - before} requests to read them, {requests} requests in all");
    }
}
