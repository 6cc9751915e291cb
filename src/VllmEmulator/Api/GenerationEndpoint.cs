using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary><c>/v1/chat/completions</c>, <c>/v1/completions</c> and <c>/v1/embeddings</c>: read, submit, write as it comes.</summary>
internal sealed class GenerationEndpoint(Replica replica)
{
    public async Task ChatAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var request = GenerationRequestReader.Chat(new RequestBody(json.RootElement), replica.Spec.Profile.BlockTokens);
        await AnswerAsync(context, request, new ChatDialect(replica.NewId(context, "chatcmpl-"), Created(), request.Model));
    }

    public async Task CompletionAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var request = GenerationRequestReader.Completion(new RequestBody(json.RootElement), replica.Spec.Profile.BlockTokens);
        await AnswerAsync(context, request, new CompletionDialect(replica.NewId(context, "cmpl-"), Created(), request.Model));
    }

    public async Task EmbeddingsAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var request = EmbeddingRequest.Read(new RequestBody(json.RootElement), replica.Spec.Profile.BlockTokens);
        replica.RequireServed(request.Generation.Model);
        using var adapter = replica.Adapters.Begin(request.Generation.Model);
        request.Generation.CheckedFor(replica.Spec.ContextTokens);
        var call = GenerationCall.Of(request.Generation, replica.Spec);
        var fault = await replica.Faults.BeforeAnswerAsync(context);
        if (await CompletedAsync(context, call, request.Generation.Priority, fault))
        {
            await JsonAnswer.WriteAsync(context, 200, request.Answer(replica.NewId(context, "embd-"), Created(), call));
        }
    }

    private long Created() => replica.Time.GetUtcNow().ToUnixTimeSeconds();

    private async Task AnswerAsync(HttpContext context, GenerationRequest request, AnswerDialect dialect)
    {
        replica.RequireServed(request.Model);
        using var adapter = replica.Adapters.Begin(request.Model);
        var call = GenerationCall.Of(request.CheckedFor(replica.Spec.ContextTokens), replica.Spec);
        var fault = await replica.Faults.BeforeAnswerAsync(context);
        if (!request.Stream)
        {
            if (await CompletedAsync(context, call, request.Priority, fault))
            {
                await JsonAnswer.WriteAsync(context, 200, dialect.Whole(call));
            }

            return;
        }

        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        await using var inEngine = replica.Submit(call, request.Priority, context.RequestAborted);
        await new StreamedAnswer(context, call, dialect, fault.CutAfterTokens).RunAsync(request.IncludeUsage);
    }

    /// <summary>Waits for all tokens; false when the call ended without them and has been answered.</summary>
    private async Task<bool> CompletedAsync(HttpContext context, GenerationCall call, int priority, ReplicaFaultDocument fault)
    {
        await using var inEngine = replica.Submit(call, priority, context.RequestAborted);
        while (!call.IsDone && call.End == CallEnd.None)
        {
            if (fault.CutAfterTokens <= call.CompletionTokens)
            {
                context.Abort();
                return false;
            }

            await call.NewsAsync();
        }

        switch (call.End)
        {
            case CallEnd.None:
                return true;
            case CallEnd.Stopped:
                throw ApiException.Unavailable("The engine was stopped.");
            default:
                context.Abort();
                return false;
        }
    }
}
