namespace SageServe.VllmEmulator;

/// <summary>
/// <c>GET /v1/responses/{id}</c> and <c>POST /v1/responses/{id}/cancel</c>, for answers that this replica keeps. vLLM has no way to delete one; it takes a
/// store that is switched on (<c>VLLM_ENABLE_RESPONSES_API_STORE=1</c>), as here.
/// </summary>
internal sealed class StoredResponsesEndpoint(Replica replica)
{
    public const string Prefix = "/v1/responses/";
    private const string Cancel = "/cancel";

    public Task AnswerAsync(HttpContext context)
    {
        var rest = context.Request.Path.Value![Prefix.Length..];
        var cancels = rest.EndsWith(Cancel, StringComparison.Ordinal);
        var id = cancels ? rest[..^Cancel.Length] : rest;
        if (context.Request.Method != (cancels ? HttpMethods.Post : HttpMethods.Get))
        {
            throw new ApiException(405, "Method Not Allowed", "Method Not Allowed");
        }

        var answer = replica.Responses.Find(id) ?? throw NotFound(id);
        if (cancels && !replica.Responses.Cancel(id))
        {
            throw ApiException.Bad("Cannot cancel a synchronous response.", "response_id");
        }

        return JsonAnswer.WriteAsync(context, 200, answer);
    }

    public static ApiException NotFound(string id, string parameter = "response_id") =>
        new(404, "invalid_request_error", $"Response with id '{id}' not found.", parameter);
}
