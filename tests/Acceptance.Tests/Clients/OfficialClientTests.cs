using System.ClientModel;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Batch;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Files;
using OpenAI.Models;

namespace SageServe.Acceptance.Tests;

/// <summary>OpenAI's own .NET client, unmodified, against the gateway.</summary>
[Collection(StackTests.Name)]
public sealed class OfficialClientTests(SharedStack stack)
{
    private const string Model = "llama-3.1-8b";

    private OpenAIClient Client => new(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(stack.Gateway, "/v1") });

    [Fact]
    public async Task It_chats()
    {
        ChatCompletion answer = await Client.GetChatClient(Model).CompleteChatAsync(
            [new UserChatMessage("Hello there")], new ChatCompletionOptions { MaxOutputTokenCount = 12 });
        Assert.NotEmpty(answer.Content[0].Text);
        Assert.InRange(answer.Usage.OutputTokenCount, 1, 12);
        Assert.True(answer.Usage.InputTokenCount > 0);
    }

    [Fact]
    public async Task It_streams_piece_by_piece_with_usage_at_the_end()
    {
        var pieces = 0;
        ChatTokenUsage? usage = null;
        await foreach (var update in Client.GetChatClient(Model).CompleteChatStreamingAsync([new UserChatMessage("Tell me a story")], new ChatCompletionOptions { MaxOutputTokenCount = 30 }))
        {
            pieces += update.ContentUpdate.Count;
            usage = update.Usage ?? usage;
        }

        Assert.True(pieces > 1, $"{pieces} pieces");
        Assert.NotNull(usage);
        Assert.InRange(usage.OutputTokenCount, 1, 30);
    }

    [Fact]
    public async Task It_embeds()
    {
        OpenAIEmbeddingCollection answer = await Client.GetEmbeddingClient("text-embedding-3-small").GenerateEmbeddingsAsync(["one", "two words"]);
        Assert.Equal(2, answer.Count);
        Assert.True(answer[0].ToFloats().Length > 0);
    }

    [Fact]
    public async Task It_lists_the_models()
    {
        OpenAIModelCollection models = await Client.GetOpenAIModelClient().GetModelsAsync();
        Assert.Contains(models, m => m.Id == Model);
        Assert.Contains(models, m => m.Id == "llama-3.1-70b");
    }

    [Fact]
    public async Task An_unknown_model_is_the_clients_own_404()
    {
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client.GetChatClient("no-such-model").CompleteChatAsync([new UserChatMessage("Hi")]));
        Assert.Equal(404, error.Status);
        Assert.Contains("no-such-model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_completes_a_batch_of_500_lines()
    {
        const int lines = 500;
        var files = Client.GetOpenAIFileClient();
        OpenAIFile input = await files.UploadFileAsync(BinaryData.FromString(Lines(lines)), "batch.jsonl", FileUploadPurpose.Batch);
        var batches = Client.GetBatchClient();
        var request = BinaryContent.Create(BinaryData.FromObjectAsJson(new { input_file_id = input.Id, endpoint = "/v1/chat/completions", completion_window = "24h" }));
        var operation = await batches.CreateBatchAsync(request, waitUntilCompleted: false);
        JsonElement batch = default;
        await Eventually.True(
            async () =>
            {
                var answer = await operation.GetBatchAsync(null);
                batch = JsonDocument.Parse(answer.GetRawResponse().Content).RootElement;
                return batch.GetProperty("status").GetString() is "completed" or "failed" or "expired" or "cancelled";
            },
            "the batch ends",
            TimeSpan.FromSeconds(90));
        Assert.Equal("completed", batch.GetProperty("status").GetString());
        Assert.Equal(lines, batch.GetProperty("request_counts").GetProperty("completed").GetInt32());
        BinaryData output = await files.DownloadFileAsync(batch.GetProperty("output_file_id").GetString()!);
        var ids = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("custom_id").GetString()).ToList();
        Assert.Equal(Enumerable.Range(0, lines).Select(i => $"line-{i}").Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
    }

    private static string Lines(int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append(JsonSerializer.Serialize(new
            {
                custom_id = $"line-{i}",
                method = "POST",
                url = "/v1/chat/completions",
                body = new { model = Model, max_tokens = 8, messages = new[] { new { role = "user", content = $"Summarise line {i}." } } },
            })).Append('\n');
        }

        return text.ToString();
    }
}
