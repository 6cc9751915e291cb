using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace SageServe.Gateway.Tests;

/// <summary>A small real upstream that speaks enough of vLLM's API, with the faults that the emulator does not have.</summary>
internal sealed partial class FakeEngine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _canceled;
    private int _requests;
    private int _scrapes;

    private FakeEngine(WebApplication app, string url)
    {
        _app = app;
        Url = url;
    }

    public string Url { get; }

    public EngineFault Fault { get; set; }

    /// <summary>Tokens of each answer.</summary>
    public int Tokens { get; set; } = 3;

    /// <summary>Pause before each token after the first.</summary>
    public TimeSpan TokenPause { get; set; }

    public double KvUsage { get; set; } = 0.1;

    public int Running { get; set; }

    /// <summary>Its metrics show tokens that nobody here has asked for.</summary>
    public bool Works { get; set; }

    /// <summary>Sent with refusals.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>LoRA adapters in use, with commas between; null: none are served.</summary>
    public string? Adapters { get; set; }

    /// <summary>Streams wait here after the first token until it is set.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>Nothing is answered, not even headers, until it is set.</summary>
    public TaskCompletionSource? BeforeHeaders { get; set; }

    /// <summary>As vLLM: the chunk with the role comes at once. Else it waits for the first token.</summary>
    public bool SendsRoleFirst { get; set; } = true;

    /// <summary>Before each token of a stream, the first included, one has to be let through.</summary>
    public SemaphoreSlim? TokenGate { get; set; }

    /// <summary>Answers carry every header of their request as <c>x-echo-NAME</c>.</summary>
    public bool EchoesHeaders { get; set; }

    public ConcurrentQueue<(string Body, IHeaderDictionary Headers)> Seen { get; } = new();

    /// <summary>Path and bytes of every request, as they came.</summary>
    public ConcurrentQueue<(string Path, byte[] Bytes)> Arrived { get; } = new();

    /// <summary>Connections on which requests came; health checks and scrapes have their own.</summary>
    public ConcurrentDictionary<string, bool> Connections { get; } = new();

    /// <summary>Said instead of an answer: status, content type, body.</summary>
    public (int Status, string Type, string Body)? Says { get; set; }

    public int Canceled => Volatile.Read(ref _canceled);

    /// <summary>What its health check says.</summary>
    public bool IsWell { get; set; } = true;

    /// <summary>How often its metrics were read.</summary>
    public int Scrapes => Volatile.Read(ref _scrapes);

    public int Requests => Volatile.Read(ref _requests);

    /// <param name="certificate">Null: plain http.</param>
    /// <param name="needsCertificate">Whoever connects must show one, whichever.</param>
    public static async Task<FakeEngine> StartAsync(X509Certificate2? certificate = null, bool needsCertificate = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(certificate is null ? "http://127.0.0.1:0" : "https://127.0.0.1:0");
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.ConfigureHttpsDefaults(https =>
        {
            https.ServerCertificate = certificate;
            https.ClientCertificateMode = needsCertificate ? ClientCertificateMode.RequireCertificate : ClientCertificateMode.NoCertificate;
            https.ClientCertificateValidation = (_, _, _) => true;
        }));
        var app = builder.Build();
        FakeEngine? engine = null;
        app.MapGet("/health", (HttpContext http) => { http.Response.StatusCode = engine!.IsWell ? 200 : 503; });
        app.MapGet("/metrics", (HttpContext http) => engine!.WriteMetricsAsync(http));
        MapControl(app, () => engine!);
        app.MapPost("/{**path}", (HttpContext http) => engine!.AnswerAsync(http));
        await app.StartAsync();
        engine = new FakeEngine(app, app.Urls.Single());
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        Gate?.TrySetResult();
        BeforeHeaders?.TrySetResult();
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private Task WriteMetricsAsync(HttpContext http)
    {
        Interlocked.Increment(ref _scrapes);
        return http.Response.WriteAsync(FormattableString.Invariant($$"""
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{model_name="m",engine="0"} {{Running}}
        vllm:num_requests_waiting{model_name="m",engine="0"} 0
        vllm:generation_tokens_total{model_name="m",engine="0"} {{(Works ? Scrapes : 1)}}
        vllm:kv_cache_usage_perc{model_name="m",engine="0"} {{KvUsage}}
        vllm:cache_config_info{block_size="16",num_gpu_blocks="1000",engine="0"} 1
        {{(Adapters is null ? "" : $$"""vllm:lora_requests_info{max_lora="4",running_lora_adapters="{{Adapters}}",waiting_lora_adapters=""} 1""")}}

        """));
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes);
        var body = Encoding.UTF8.GetString(bytes.ToArray());
        Arrived.Enqueue((http.Request.Path.Value!, bytes.ToArray()));

        // Before it counts: a test that sees the request may change the fault for the next one.
        var fault = Fault;
        Interlocked.Increment(ref _requests);
        Connections[http.Connection.Id] = true;
        Seen.Enqueue((body, new HeaderDictionary(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(http.Request.Headers, StringComparer.OrdinalIgnoreCase))));
        if (EchoesHeaders)
        {
            foreach (var (name, values) in http.Request.Headers)
            {
                http.Response.Headers["x-echo-" + name.TrimStart(':')] = values.ToString();
            }
        }

        try
        {
            await AnswerAsync(http, body, fault);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _canceled);
        }
    }

    private async Task AnswerAsync(HttpContext http, string body, EngineFault fault)
    {
        if (BeforeHeaders is { } gate)
        {
            await gate.Task.WaitAsync(http.RequestAborted);
            fault = Fault;
        }

        if (TakeRefusal())
        {
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (Says is { } says)
        {
            (http.Response.StatusCode, http.Response.ContentType) = (says.Status, says.Type);
            await http.Response.WriteAsync(says.Body);
            return;
        }

        switch (fault)
        {
            case EngineFault.Status503 or EngineFault.Status500 or EngineFault.Status400:
                http.Response.StatusCode = fault switch { EngineFault.Status503 => 503, EngineFault.Status500 => 500, _ => 400 };
                http.Response.ContentType = "application/json";
                http.Response.Headers.RetryAfter = RetryAfter;
                await http.Response.WriteAsync("""{"error":{"message":"from the engine","type":"t","param":null,"code":"engine_said"}}""");
                return;
            case EngineFault.CutBeforeHeaders:
                http.Abort();
                return;
            case EngineFault.Hang:
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
                return;
            default:
                await (body.Contains("\"stream\":true", StringComparison.Ordinal) ? StreamAsync(http, body) : WholeAsync(http));
                return;
        }
    }

    private async Task WholeAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(http.RequestAborted);
        }

        await http.Response.WriteAsync($$$"""{"id":"x","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}],"usage":{"prompt_tokens":7,"total_tokens":{{{7 + Tokens}}},"completion_tokens":{{{Tokens}}}}}""");
    }

    private async Task StreamAsync(HttpContext http, string body)
    {
        http.Response.ContentType = "text/event-stream; charset=utf-8";
        await http.Response.Body.FlushAsync(http.RequestAborted);
        if (Fault == EngineFault.CutAfterComment)
        {
            await http.Response.WriteAsync(": still here\n\n", http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }

        if (Fault is EngineFault.CutAfterHeaders or EngineFault.CutAfterComment)
        {
            http.Abort();
            return;
        }

        if (Fault == EngineFault.CutInsideHugeEvent)
        {
            await http.Response.WriteAsync("data: " + new string('h', 3 * 1024 * 1024), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await (Gate?.Task ?? Task.CompletedTask).WaitAsync(http.RequestAborted);
            http.Abort();
            return;
        }

        await FloodAsync(http);
        await (SendsRoleFirst ? SendRoleAsync(http) : Task.CompletedTask);
        for (var i = 0; i < Tokens; i++)
        {
            await (TokenGate?.WaitAsync(http.RequestAborted) ?? Task.CompletedTask);
            await (i == 0 && !SendsRoleFirst ? SendRoleAsync(http) : Task.CompletedTask);
            await SendAsync(http, $$$"""{"choices":[{"index":0,"delta":{"content":"t{{{i}}} "}}]}""");
            await Task.Delay(TokenPause, http.RequestAborted);
            if (Gate is { } gate)
            {
                await gate.Task.WaitAsync(http.RequestAborted);
            }

            if (Fault == EngineFault.CutAfterFirstToken)
            {
                http.Abort();
                return;
            }
        }

        await SendAsync(http, """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        if (body.Contains("\"include_usage\":true", StringComparison.Ordinal))
        {
            await SendAsync(http, $$$"""{"choices":[],"usage":{"prompt_tokens":7,"total_tokens":{{{7 + Tokens}}},"completion_tokens":{{{Tokens}}}}}""");
        }

        await SendAsync(http, "[DONE]");
    }

    private static Task SendRoleAsync(HttpContext http) => SendAsync(http, """{"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""");

    private static async Task SendAsync(HttpContext http, string data)
    {
        await http.Response.WriteAsync($"data: {data}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }
}
