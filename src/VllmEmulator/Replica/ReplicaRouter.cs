using System.Collections.Frozen;

namespace SageServe.VllmEmulator;

/// <summary>THE MAP of a replica: which path is answered by whom. A dictionary instead of routing, as there are few and fixed ones.</summary>
internal sealed class ReplicaRouter
{
    private readonly Replica _replica;
    private readonly FrozenDictionary<string, (string Method, RequestDelegate Answer)> _operations;
    private readonly FrozenDictionary<string, RequestDelegate> _generations;
    private readonly StoredResponsesEndpoint _stored;

    public ReplicaRouter(Replica replica)
    {
        _replica = replica;
        var generation = new GenerationEndpoint(replica);
        _stored = new StoredResponsesEndpoint(replica);
        _generations = new Dictionary<string, RequestDelegate>(StringComparer.Ordinal)
        {
            ["/v1/chat/completions"] = generation.ChatAsync,
            ["/v1/completions"] = generation.CompletionAsync,
            ["/v1/embeddings"] = generation.EmbeddingsAsync,
            ["/v1/responses"] = new ResponsesEndpoint(replica, generation).AnswerAsync,
            ["/v1/messages"] = generation.MessagesAsync,
            ["/rerank"] = generation.RerankAsync,
            ["/v1/rerank"] = generation.RerankAsync,
            ["/score"] = generation.ScoreAsync,
            ["/v1/score"] = generation.ScoreAsync,
        }.ToFrozenDictionary();
        var operations = new OperationsEndpoint(replica);
        _operations = new Dictionary<string, (string, RequestDelegate)>(StringComparer.Ordinal)
        {
            ["/v1/models"] = ("GET", operations.ModelsAsync),
            ["/health"] = ("GET", operations.HealthAsync),
            ["/ping"] = ("GET", operations.HealthAsync),
            ["/version"] = ("GET", OperationsEndpoint.VersionAsync),
            ["/load"] = ("GET", operations.LoadAsync),
            ["/metrics"] = ("GET", operations.MetricsAsync),
            ["/tokenize"] = ("POST", operations.TokenizeAsync),
            ["/v1/messages/count_tokens"] = ("POST", operations.CountTokensAsync),
            ["/detokenize"] = ("POST", OperationsEndpoint.DetokenizeAsync),
            ["/sleep"] = ("POST", operations.SleepAsync),
            ["/wake_up"] = ("POST", operations.WakeUpAsync),
            ["/is_sleeping"] = ("GET", operations.IsSleepingAsync),
        }.ToFrozenDictionary();
    }

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await _replica.Faults.HangIfToldAsync(context);
            await RouteAsync(context);
        }
        catch (ApiException e) when (!context.Response.HasStarted)
        {
            await ApiErrors.WriteAsync(context, e);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left; there is nobody to answer.
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await ApiErrors.WriteAsync(context, new ApiException(e.StatusCode, "Bad Request", e.Message));
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        if (_generations.TryGetValue(path, out var generate))
        {
            RequireMethod(context, "POST");
            EchoRequestId(context);
            using var call = _replica.Begin();
            await generate(context);
            return;
        }

        if (path.StartsWith(StoredResponsesEndpoint.Prefix, StringComparison.Ordinal))
        {
            await _stored.AnswerAsync(context);
            return;
        }

        if (!_operations.TryGetValue(path, out var operation))
        {
            throw new ApiException(404, "Not Found", "Not Found");
        }

        RequireMethod(context, operation.Method);
        await operation.Answer(context);
    }

    private static void RequireMethod(HttpContext context, string method)
    {
        if (context.Request.Method != method)
        {
            throw new ApiException(405, "Method Not Allowed", "Method Not Allowed");
        }
    }

    private static void EchoRequestId(HttpContext context)
    {
        if (context.Request.Headers[HeaderNames.RequestId].FirstOrDefault() is { Length: > 0 } id)
        {
            context.Response.Headers[HeaderNames.RequestId] = id;
        }
    }
}
