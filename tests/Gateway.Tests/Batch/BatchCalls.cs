using System.Text;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

/// <summary>A client's calls for a batch, over HTTP.</summary>
internal static class BatchCalls
{
    public const string Chat = "/v1/chat/completions";

    /// <summary>Uploads the lines and begins a batch of them; its id.</summary>
    public static async Task<string> SubmitAsync(HttpClient client, string lines, string? key = null, string metadata = "{}")
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("batch"), "purpose" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(lines)), "file", "input.jsonl" },
        };
        var file = await SendAsync(client, HttpMethod.Post, "/v1/files", form, key);
        var request = $$"""{"input_file_id":"{{file.GetProperty("id").GetString()}}","endpoint":"{{Chat}}","completion_window":"24h","metadata":{{metadata}}}""";
        using var body = new StringContent(request, Encoding.UTF8, "application/json");
        return (await SendAsync(client, HttpMethod.Post, "/v1/batches", body, key)).GetProperty("id").GetString()!;
    }

    /// <summary>Waits until it has one of these states.</summary>
    public static async Task<JsonElement> UntilAsync(HttpClient client, string id, string[] states, string? key = null)
    {
        var batch = default(JsonElement);
        await Eventually.True(
            async () =>
            {
                batch = await SendAsync(client, HttpMethod.Get, $"/v1/batches/{id}", null, key);
                return states.Contains(batch.GetProperty("status").GetString());
            },
            $"batch is {string.Join(" or ", states)}");
        return batch;
    }

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent? content, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = key is null ? null : new("Bearer", key);
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
