using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SageServe.Kubernetes;

/// <summary>Sends one call and reads its answer; every call has a limit, and whatever is no success throws.</summary>
internal sealed class KubernetesCalls(HttpClient http, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    public void Dispose() => http.Dispose();

    public async Task<T> SendAsync<T>(HttpMethod method, string path, (byte[] Bytes, string Type)? body, JsonTypeInfo<T> answer, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(CallLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        using var request = new HttpRequestMessage(method, path);
        if (body is { } content)
        {
            request.Content = new ByteArrayContent(content.Bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(content.Type);
        }

        try
        {
            using var response = await http.SendAsync(request, either.Token);
            await RequireSuccessAsync(response, either.Token);
            await using var stream = await response.Content.ReadAsStreamAsync(either.Token);
            return await JsonSerializer.DeserializeAsync(stream, answer, either.Token)
                ?? throw new KubernetesException($"{method} {path}: an empty answer.");
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new KubernetesException($"{method} {path}: no answer within {CallLimit.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>An answer whose lines go on until the server ends them.</summary>
    public async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        try
        {
            await RequireSuccessAsync(response, cancel);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static async Task RequireSuccessAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var text = await response.Content.ReadAsStringAsync(cancel);
        StatusDocument? status = null;
        try
        {
            status = JsonSerializer.Deserialize(text, KubernetesJson.Default.StatusDocument);
        }
        catch (JsonException)
        {
            // A proxy in between answers as it likes; its text is the message.
        }

        throw new KubernetesException(response.StatusCode, status?.Reason, $"{(int)response.StatusCode} {status?.Reason}: {status?.Message ?? text}")
        {
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }
}
