using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Cli.Tests;

/// <summary>A small real server that speaks the chat API: as many tokens as asked for, after a delay; model names ask for misbehaviour.</summary>
internal sealed class StreamingServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StreamingServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public static async Task<StreamingServer> StartAsync(TimeSpan firstToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/v1/chat/completions", context => AnswerAsync(context, firstToken));
        await app.StartAsync();
        return new StreamingServer(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, TimeSpan firstToken)
    {
        using var request = await JsonDocument.ParseAsync(context.Request.Body);
        var model = request.RootElement.GetProperty("model").GetString();
        var tokens = request.RootElement.GetProperty("max_tokens").GetInt32();
        if (model == "full")
        {
            context.Response.StatusCode = 429;
            await context.Response.WriteAsync("{\"error\":{\"message\":\"no room\"}}");
            return;
        }

        await Task.Delay(firstToken, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Response.Headers[HeaderNames.Attempts] = "2";
        if (!request.RootElement.TryGetProperty("stream", out _))
        {
            await context.Response.WriteAsync($"{{\"choices\":[],\"usage\":{{\"prompt_tokens\":1,\"completion_tokens\":{tokens}}}}}");
            return;
        }

        for (var i = 0; i < tokens; i++)
        {
            await context.Response.WriteAsync("data: {\"choices\":[{\"delta\":{\"content\":\"tok \"}}]}\n\n");
            if (model == "breaks" && i == 1)
            {
                // An abort throws away what has not left yet.
                await Task.Delay(100);
                context.Abort();
                return;
            }
        }

        await context.Response.WriteAsync($"data: {{\"choices\":[],\"usage\":{{\"completion_tokens\":{tokens}}}}}\n\ndata: [DONE]\n\n");
    }
}
