using System.Collections.Concurrent;

namespace SageServe.Kubernetes.Tests;

/// <summary>Answers each request by the next script, and keeps what was sent.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    public Queue<Func<HttpRequestMessage, HttpResponseMessage>> Answers { get; } = new();

    public ConcurrentQueue<(string Method, string Path, string? Type, string Body)> Seen { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : "";
        Seen.Enqueue((request.Method.Method, request.RequestUri!.AbsolutePath, request.Content?.Headers.ContentType?.MediaType, body));
        return Answers.Dequeue()(request);
    }
}
