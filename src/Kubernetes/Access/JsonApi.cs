using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SageServe.Kubernetes;

/// <summary>Calls of any path, with JSON as it is. A refusal is an answer here, not an exception: this is for asking a server how it behaves.</summary>
public sealed class JsonApi(KubernetesAccess access, TimeProvider time) : IDisposable
{
    private const int MostTries = 4;
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = KubernetesHttp.Create(access);

    public Uri Server => access.Server;

    public void Dispose() => _http.Dispose();

    /// <summary>Sends one call. One that the server is too busy for (429) was not carried out, and is sent again.</summary>
    /// <exception cref="KubernetesException">No answer in time.</exception>
    public async Task<JsonAnswer> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancel, string type = "application/json")
    {
        for (var tries = 1; ; tries++)
        {
            using var limit = new CancellationTokenSource(CallLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = Content(body, type) };
                using var response = await _http.SendAsync(request, either.Token);
                var answer = new JsonAnswer(response.StatusCode, Parse(await response.Content.ReadAsStringAsync(either.Token)));
                if (response.StatusCode != HttpStatusCode.TooManyRequests || tries == MostTries)
                {
                    return answer;
                }

                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), time, cancel);
            }
            catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
            {
                throw new KubernetesException($"{method} {path}: no answer within {CallLimit.TotalSeconds:0} s.", e);
            }
        }
    }

    /// <summary>Lines of a watch until the server ends it. One that is refused is told as a server tells it in a line: of type ERROR, with the Status.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (!response.IsSuccessStatusCode)
        {
            var status = Parse(await response.Content.ReadAsStringAsync(cancel));
            status["code"] ??= (int)response.StatusCode;
            yield return new JsonObject { ["type"] = "ERROR", ["object"] = status };
            yield break;
        }

        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(cancel) is { } line)
        {
            yield return Parse(line);
        }
    }

    private static ByteArrayContent? Content(JsonObject? body, string type)
    {
        if (body is null)
        {
            return null;
        }

        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(type);
        return content;
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            // A proxy in between answers as it likes.
            return new JsonObject { ["message"] = text };
        }
    }
}
