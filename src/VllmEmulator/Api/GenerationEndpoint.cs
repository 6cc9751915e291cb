using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>Chats, completions, Responses, Messages and what has no output: read, submit, write as it comes.</summary>
internal sealed class GenerationEndpoint(Replica replica)
{
    public async Task ChatAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var request = GenerationRequestReader.Chat(new RequestBody(json.RootElement), replica.Spec.Profile.BlockTokens);
        var id = replica.NewId(context, "chatcmpl-");
        await AnswerAsync(context, request, request.Tool is { } tool ? new ToolDialect(id, Created(), request.Model, tool) : new ChatDialect(id, Created(), request.Model));
    }

    public async Task CompletionAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var request = GenerationRequestReader.Completion(new RequestBody(json.RootElement), replica.Spec.Profile.BlockTokens);
        await AnswerAsync(context, request, new CompletionDialect(replica.NewId(context, "cmpl-"), Created(), request.Model));
    }

    public async Task MessagesAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var request = GenerationRequestReader.Messages(new RequestBody(json.RootElement), replica.Spec.Profile.BlockTokens);
        await AnswerAsync(context, request, new MessagesDialect(replica.NewId(context, "msg_"), request.Model, request.Prompts[0].Tokens));
    }

    public async Task RerankAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var body = new RequestBody(json.RootElement);
        var request = PairRequest.Rerank(body, replica.Spec.Profile.BlockTokens);
        await PairsAsync(context, request, () => request.RerankAnswer(replica.NewId(context, "rerank-"), body.Number("top_n", least: 0)));
    }

    public async Task ScoreAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var request = PairRequest.Score(new RequestBody(json.RootElement), replica.Spec.Profile.BlockTokens);
        await PairsAsync(context, request, () => request.ScoreAnswer(replica.NewId(context, "score-"), Created()));
    }

    public async Task EmbeddingsAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var request = EmbeddingRequest.Read(new RequestBody(json.RootElement), replica.Spec.Profile.BlockTokens);
        replica.RequireServed(request.Generation.Model);
        using var adapter = replica.Adapters.Begin(request.Generation.Model);
        request.Generation.CheckedFor(replica.Spec.ContextTokens);
        var call = GenerationCall.Of(request.Generation, replica.Spec);
        var fault = await replica.Faults.BeforeAnswerAsync(context, request.Generation.Seed);
        if (await CompletedAsync(context, call, request.Generation.Priority, fault))
        {
            await JsonAnswer.WriteAsync(context, 200, request.Answer(replica.NewId(context, "embd-"), Created(), call));
        }
    }

    private async Task PairsAsync(HttpContext context, PairRequest request, Func<string> answer)
    {
        replica.RequireServed(request.Generation.Model);
        request.Generation.CheckedFor(replica.Spec.ContextTokens);
        var call = GenerationCall.Of(request.Generation, replica.Spec);
        var fault = await replica.Faults.BeforeAnswerAsync(context, request.Generation.Seed);
        if (await CompletedAsync(context, call, request.Generation.Priority, fault))
        {
            await JsonAnswer.WriteAsync(context, 200, System.Text.Encoding.UTF8.GetBytes(answer()));
        }
    }

    private long Created() => replica.Time.GetUtcNow().ToUnixTimeSeconds();

    public async Task AnswerAsync(HttpContext context, GenerationRequest request, AnswerDialect dialect)
    {
        replica.RequireServed(request.Model);
        using var adapter = replica.Adapters.Begin(request.Model);
        var call = GenerationCall.Of(request.CheckedFor(replica.Spec.ContextTokens), replica.Spec);
        var fault = await replica.Faults.BeforeAnswerAsync(context, request.Seed);
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
