using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Batch;
using OpenAI.Files;

namespace SageServe.Gateway.Tests;

/// <summary>The helpers for files and batches of OpenAI's own .NET client, unmodified.</summary>
[Collection(ClientTests.Name)]
public sealed class DotNetBatchTests(ClientStack stack)
{
    private const string Model = "model-a";

    private OpenAIClient Client =>
        new(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(stack.Plain.Url + "/v1"), RetryPolicy = new ClientRetryPolicy(0) });

    private BatchClient Batches => Client.GetBatchClient();

    private OpenAIFileClient Files => Client.GetOpenAIFileClient();

    [Fact]
    public async Task It_waits_for_a_batch_by_its_own_helper_and_reads_the_results()
    {
        var operation = await Batches.CreateBatchAsync(Request(await UploadAsync("one", "two")), waitUntilCompleted: true);

        Assert.True(operation.HasCompleted);
        var batch = Parse((await operation.GetBatchAsync(null)).GetRawResponse());
        Assert.Equal("completed", batch.GetProperty("status").GetString());
        BinaryData output = await Files.DownloadFileAsync(batch.GetProperty("output_file_id").GetString()!);
        var ids = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("custom_id").GetString());
        Assert.Equal(["one", "two"], ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_finds_an_operation_again_by_its_id_and_by_its_token()
    {
        var made = await Batches.CreateBatchAsync(Request(await UploadAsync("one")), waitUntilCompleted: false);
        var byId = await CreateBatchOperation.RehydrateAsync(Batches, made.BatchId, TestContext.Current.CancellationToken);
        var byToken = await CreateBatchOperation.RehydrateAsync(Batches, made.RehydrationToken!, TestContext.Current.CancellationToken);

        Assert.Equal(made.BatchId, byId.BatchId);
        Assert.Equal(made.BatchId, byToken.BatchId);
        await byToken.WaitForCompletionAsync(TestContext.Current.CancellationToken);
        Assert.True(byToken.HasCompleted);
    }

    [Fact]
    public async Task It_lists_all_batches_page_by_page()
    {
        var made = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await Batches.CreateBatchAsync(Request(await UploadAsync("one")), waitUntilCompleted: false)).BatchId);
        }

        var found = new List<string>();
        await foreach (var page in Batches.GetBatchesAsync(after: null, limit: 2, options: null!).GetRawPagesAsync())
        {
            found.AddRange(Parse(page.GetRawResponse()).GetProperty("data").EnumerateArray().Select(b => b.GetProperty("id").GetString()!));
        }

        Assert.Equal(made.AsEnumerable().Reverse(), found.Where(made.Contains));
    }

    [Fact]
    public async Task It_cancels_and_what_cannot_be_cancelled_is_its_own_exception()
    {
        var operation = await Batches.CreateBatchAsync(Request(await UploadAsync([.. Enumerable.Range(0, 300).Select(i => $"line-{i}")])), waitUntilCompleted: false);
        await operation.CancelAsync(null!);
        await Eventually.True(async () => Parse((await operation.GetBatchAsync(null)).GetRawResponse()).GetProperty("status").GetString() == "cancelled", "the batch is cancelled");

        var done = await Batches.CreateBatchAsync(Request(await UploadAsync("one")), waitUntilCompleted: true);
        Assert.Equal(409, (await Assert.ThrowsAsync<ClientResultException>(() => done.CancelAsync(null!))).Status);
    }

    [Fact]
    public async Task Wrong_requests_are_its_own_exceptions()
    {
        var unknown = await Assert.ThrowsAsync<ClientResultException>(() => Batches.CreateBatchAsync(Request("file-none"), waitUntilCompleted: false));
        var window = await Assert.ThrowsAsync<ClientResultException>(async () => await Batches.CreateBatchAsync(Request(await UploadAsync("one"), "3h"), waitUntilCompleted: false));

        Assert.Equal((404, 400), (unknown.Status, window.Status));
        Assert.Contains("completion window", window.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_uploaded_listed_read_and_deleted()
    {
        OpenAIFile made = await Files.UploadFileAsync(BinaryData.FromString(Line("one")), "mine.jsonl", FileUploadPurpose.Batch);
        Assert.Equal(("mine.jsonl", FilePurpose.Batch), (made.Filename, made.Purpose));
        OpenAIFile found = await Files.GetFileAsync(made.Id);
        Assert.Equal(made.SizeInBytesLong, found.SizeInBytesLong);
        OpenAIFileCollection all = await Files.GetFilesAsync();
        Assert.Contains(all, f => f.Id == made.Id);
        BinaryData content = await Files.DownloadFileAsync(made.Id);
        Assert.Equal(Line("one"), content.ToString());
        FileDeletionResult deleted = await Files.DeleteFileAsync(made.Id);
        Assert.True(deleted.Deleted);
        Assert.Equal(404, (await Assert.ThrowsAsync<ClientResultException>(() => Files.GetFileAsync(made.Id))).Status);
    }

    private async Task<string> UploadAsync(params string[] ids)
    {
        OpenAIFile file = await Files.UploadFileAsync(BinaryData.FromString(string.Concat(ids.Select(Line))), "in.jsonl", FileUploadPurpose.Batch);
        return file.Id;
    }

    private static string Line(string id) => JsonSerializer.Serialize(new
    {
        custom_id = id, method = "POST", url = "/v1/chat/completions", body = new { model = Model, max_tokens = 4, messages = new[] { new { role = "user", content = id } } },
    }) + "\n";

    private static BinaryContent Request(string file, string window = "24h") =>
        BinaryContent.Create(BinaryData.FromObjectAsJson(new { input_file_id = file, endpoint = "/v1/chat/completions", completion_window = window }));

    private static JsonElement Parse(PipelineResponse response) => JsonDocument.Parse(response.Content).RootElement;
}
