using System.Globalization;
using System.Text;

namespace SageServe.YarpYardstick;

/// <summary>
/// An engine that costs next to nothing: answers chat completions with bytes made once, whole or as an event stream of a fixed number of
/// chunks with a pause between them, each flushed. Faults: answers 503, or breaks off after its headers.
/// </summary>
internal sealed class Upstream(IConfiguration settings)
{
    private readonly int _chunks = settings.GetValue("chunks", 64);
    private readonly TimeSpan _pause = TimeSpan.FromMilliseconds(settings.GetValue("pause-ms", 10));
    private readonly string? _fault = settings["fault"];
    private readonly byte[] _whole = Encoding.UTF8.GetBytes(
        """{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"bench-model","choices":[{"index":0,"message":{"role":"assistant","content":"An answer of a usual length, as a small model would give it to a short question about nothing in particular."},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"total_tokens":1064,"completion_tokens":64}}""");

    public void Map(WebApplication app)
    {
        app.MapPost("/v1/{**path}", AnswerAsync);
        app.MapGet("/healthz/ready", () => "ready");
        app.MapGet("/metrics", () => """
            # TYPE vllm:num_requests_running gauge
            vllm:num_requests_running{model_name="bench-model",engine="0"} 0
            vllm:num_requests_waiting{model_name="bench-model",engine="0"} 0
            vllm:kv_cache_usage_perc{model_name="bench-model",engine="0"} 0.01
            vllm:cache_config_info{block_size="16",num_gpu_blocks="6000000",engine="0"} 1

            """);
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = await PooledText.ReadAsync(http);
        if (_fault == "503")
        {
            http.Response.StatusCode = 503;
            await http.Response.WriteAsync("""{"error":{"message":"overloaded"}}""");
        }
        else if (_fault == "cut")
        {
            await http.Response.StartAsync();
            await http.Response.Body.FlushAsync();
            http.Abort();
        }
        else if (body.Span.IndexOf("\"stream\":true"u8) >= 0)
        {
            await StreamAsync(http, usage: body.Span.IndexOf("\"include_usage\":true"u8) >= 0);
        }
        else
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = _whole.Length;
            await http.Response.Body.WriteAsync(_whole);
        }
    }

    private async Task StreamAsync(HttpContext http, bool usage)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await SendAsync(http, Delta("\"role\":\"assistant\",\"content\":\"\""));
        for (var i = 0; i < _chunks; i++)
        {
            await SendAsync(http, Delta(string.Create(CultureInfo.InvariantCulture, $"\"content\":\" word{i}\"")));
            if (_pause > TimeSpan.Zero)
            {
                await Task.Delay(_pause, http.RequestAborted);
            }
        }

        if (usage)
        {
            await SendAsync(http, """{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"bench-model","choices":[],"usage":{"prompt_tokens":1000,"total_tokens":1064,"completion_tokens":64}}""");
        }

        await SendAsync(http, "[DONE]");
    }

    private static string Delta(string delta) =>
        $$"""{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"bench-model","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":null}]}""";

    private static async Task SendAsync(HttpContext http, string data)
    {
        await http.Response.WriteAsync($"data: {data}\n\n");
        await http.Response.Body.FlushAsync();
    }
}
