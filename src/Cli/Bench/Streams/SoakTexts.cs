using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Cli;

/// <summary>The prompts of the soak and the text that the engine gives to each: every replica gives the same, and no two prompts the same.</summary>
internal sealed class SoakTexts(int tokens)
{
    public const int Prompts = 64;

    private readonly string[] _texts = new string[Prompts];

    public string Of(int prompt) => _texts[prompt % Prompts];

    public HttpRequestMessage Request(Uri server, int prompt, bool stream)
    {
        var body = new JsonObject
        {
            ["model"] = StreamsFiles.Model,
            ["stream"] = stream,
            ["max_tokens"] = tokens,
            ["ignore_eos"] = true,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = $"Prompt number {prompt % Prompts} of the soak." }),
        };
        var content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/json"));
        return new HttpRequestMessage(HttpMethod.Post, new Uri(server, "/v1/chat/completions")) { Content = content };
    }

    /// <summary>Asks a replica itself for every text.</summary>
    public Task LearnAsync(HttpClient http, Uri replica, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, Prompts).Select(async prompt =>
        {
            using var request = Request(replica, prompt, stream: false);
            using var response = await http.SendAsync(request, stop);
            response.EnsureSuccessStatusCode();
            using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(stop), cancellationToken: stop);
            _texts[prompt] = json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        }));
}
