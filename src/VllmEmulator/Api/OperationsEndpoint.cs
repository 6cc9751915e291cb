using System.Globalization;
using System.Text;
using System.Text.Json;

namespace SageServe.VllmEmulator;

/// <summary>Everything of vLLM's API that generates nothing.</summary>
internal sealed class OperationsEndpoint(Replica replica)
{
    private const string Version = "0.11.0+sageserve.emulated";

    public Task HealthAsync(HttpContext context)
    {
        context.Response.StatusCode = replica.IsDraining ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return Task.CompletedTask;
    }

    public static Task VersionAsync(HttpContext context) => JsonAsync(context, $"{{\"version\":\"{Version}\"}}");

    public Task LoadAsync(HttpContext context) =>
        JsonAsync(context, string.Create(CultureInfo.InvariantCulture, $"{{\"server_load\":{replica.ActiveCalls}}}"));

    public async Task MetricsAsync(HttpContext context)
    {
        replica.MetricsRead();
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        await context.Response.BodyWriter.WriteAsync(replica.Loop.RenderMetrics(replica.Spec, replica.Adapters));
    }

    public Task ModelsAsync(HttpContext context)
    {
        var created = replica.Time.GetUtcNow().ToUnixTimeSeconds();
        var cards = replica.Spec.ServedNames.Select(name => string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"id\":\"{JsonText.Escape(name)}\",\"object\":\"model\",\"created\":{created},\"owned_by\":\"vllm\",\"root\":\"{replica.Spec.Model.Id}\",\"parent\":null,\"max_model_len\":{replica.Spec.ContextTokens}}}"));
        return JsonAsync(context, $"{{\"object\":\"list\",\"data\":[{string.Join(',', cards)}]}}");
    }

    public Task SleepAsync(HttpContext context)
    {
        var level = context.Request.Query["level"].FirstOrDefault() ?? "1";
        if (level is not ("1" or "2"))
        {
            throw ApiException.Bad($"level must be 1 or 2, got '{level}'.", "level");
        }

        replica.Sleep();
        return TurnAsync(replica.Spec.SleepSeconds);
    }

    public async Task WakeUpAsync(HttpContext context)
    {
        await TurnAsync(replica.IsSleeping ? replica.Spec.WakeSeconds : 0);
        replica.WakeUp();
    }

    /// <summary>Weights move to the host's memory or back; that goes on when nobody waits for the answer any more.</summary>
    private Task TurnAsync(double seconds) => seconds > 0 ? Task.Delay(TimeSpan.FromSeconds(seconds), replica.Time) : Task.CompletedTask;

    public Task IsSleepingAsync(HttpContext context) =>
        JsonAsync(context, $"{{\"is_sleeping\":{(replica.IsSleeping ? "true" : "false")}}}");

    public async Task TokenizeAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var body = new RequestBody(json.RootElement);
        var ids = body.Find("messages") is null
            ? Tokenizer.Encode(body.Text("prompt"))
            : Tokenizer.Encode(ChatPrompt.TextOf(body));
        await JsonAsync(context, string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"count\":{ids.Length},\"max_model_len\":{replica.Spec.ContextTokens},\"tokens\":[{string.Join(',', ids)}],\"token_strs\":null}}"));
    }

    public async Task CountTokensAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        var body = new RequestBody(json.RootElement);
        replica.RequireServed(body.Text("model"));
        var tokens = ChatPrompt.Read(body, replica.Spec.Profile.BlockTokens).Tokens;
        await JsonAsync(context, string.Create(
            CultureInfo.InvariantCulture, $"{{\"input_tokens\":{tokens},\"context_management\":{{\"original_input_tokens\":{tokens}}}}}"));
    }

    public static async Task DetokenizeAsync(HttpContext context)
    {
        using var json = await JsonBody.ReadAsync(context);
        if (new RequestBody(json.RootElement).Find("tokens") is not { ValueKind: JsonValueKind.Array } tokens
            || !tokens.EnumerateArray().All(t => t.ValueKind == JsonValueKind.Number && t.TryGetInt64(out _)))
        {
            throw ApiException.Bad("'tokens' must be a list of token ids.", "tokens");
        }

        var text = Tokenizer.Decode([.. tokens.EnumerateArray().Select(t => t.GetInt64())]);
        await JsonAsync(context, $"{{\"prompt\":\"{JsonText.Escape(text)}\"}}");
    }

    private static Task JsonAsync(HttpContext context, string json) =>
        JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, Encoding.UTF8.GetBytes(json));
}
