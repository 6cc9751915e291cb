namespace SageServe.VllmEmulator;

/// <summary><c>POST /v1/responses</c>: what is stored, what it goes on from, and what runs while nobody waits.</summary>
internal sealed class ResponsesEndpoint(Replica replica, GenerationEndpoint generation)
{
    public async Task AnswerAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var body = new RequestBody(json.RootElement);
        var request = GenerationRequestReader.Responses(body, replica.Spec.Profile.BlockTokens);
        var prior = body.Find("previous_response_id") is null ? null : body.Text("previous_response_id");
        if (prior is not null && replica.Responses.Find(prior) is null)
        {
            throw StoredResponsesEndpoint.NotFound(prior, "previous_response_id");
        }

        var (stores, background) = (body.Flag("store", otherwise: true), body.Flag("background"));
        if (background && !stores)
        {
            throw ApiException.Bad("background requires store to be true", "background");
        }

        var id = replica.NewId(context, "resp_");
        var dialect = new ResponsesDialect(id, replica.Time.GetUtcNow().ToUnixTimeSeconds(), request.Model, request.MaxTokens, prior, background)
        {
            Finished = stores && !background ? answer => replica.Responses.Put(id, answer) : null,
        };
        await (background ? BeginAsync(context, request, dialect) : generation.AnswerAsync(context, request, dialect));
    }

    private Task BeginAsync(HttpContext context, GenerationRequest request, ResponsesDialect dialect)
    {
        replica.RequireServed(request.Model);
        var call = GenerationCall.Of(request.CheckedFor(replica.Spec.ContextTokens), replica.Spec);
        var queued = dialect.Pending("queued");
        var cancelled = replica.Responses.BeginBackground(dialect.Id, queued);
        _ = RunAsync(call, request.Priority, dialect, cancelled);
        return JsonAnswer.WriteAsync(context, 200, queued);
    }

    private async Task RunAsync(GenerationCall call, int priority, ResponsesDialect dialect, CancellationToken cancelled)
    {
        await using (replica.Submit(call, priority, cancelled))
        {
            while (!call.IsDone && call.End == CallEnd.None)
            {
                await call.NewsAsync();
            }
        }

        replica.Responses.EndBackground(dialect.Id, call.IsDone ? dialect.Whole(call) : dialect.Pending(call.End == CallEnd.ClientLeft ? "cancelled" : "failed"));
    }
}
