using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Gateway.Tests;

/// <summary>An HTTP server that answers like an engine, on demand slowly or wrongly, and counts what it ran to the end.</summary>
internal sealed class PlainEngine : IAsyncDisposable
{
    private readonly WebApplication _app;
    private volatile TaskCompletionSource _gate = Opened();

    private PlainEngine(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Answered calls by prompt.</summary>
    public ConcurrentDictionary<string, int> Answered { get; } = new();

    /// <summary>Models that were asked for.</summary>
    public ConcurrentDictionary<string, int> Models { get; } = new();

    /// <summary>Status of the nth call of a prompt, from 1.</summary>
    public Func<string, int, int> StatusOf { get; set; } = (_, _) => 200;

    public int Waiting => _waiting;

    private int _waiting;
    private int _answers;
    private volatile int _shutAfter;
    private readonly ConcurrentDictionary<string, int> _calls = new();

    public static async Task<PlainEngine> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var engine = new PlainEngine(app);
        app.MapPost("/v1/{**path}", engine.AnswerAsync);
        await app.StartAsync();
        return engine;
    }

    /// <summary>From now on calls wait.</summary>
    public void Shut() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From this many answers on, calls wait: at most those that run by then are answered still.</summary>
    public void ShutAfter(int answers) => _shutAfter = answers;

    public void Open() => _gate.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Open();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var root = body.RootElement;
        var prompt = root.TryGetProperty("messages", out var messages)
            ? messages[0].GetProperty("content").GetString()!
            : root.GetProperty(root.TryGetProperty("prompt", out _) ? "prompt" : "input").GetString()!;
        Models.AddOrUpdate(root.GetProperty("model").GetString()!, 1, (_, n) => n + 1);
        var call = _calls.AddOrUpdate(prompt, 1, (_, n) => n + 1);
        Interlocked.Increment(ref _waiting);
        try
        {
            await _gate.Task.WaitAsync(http.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        http.Response.StatusCode = StatusOf(prompt, call);
        var isGood = http.Response.StatusCode == 200;
        await http.Response.WriteAsync(isGood
            ? $$$"""{"id":"x","choices":[{"message":{"role":"assistant",{{{"\n"}}}"content":"re: {{{prompt}}}"}}]}"""
            : """{"error":{"message":"no","type":"server_error","param":null,"code":"broken"}}""");
        if (isGood)
        {
            Answered.AddOrUpdate(prompt, 1, (_, n) => n + 1);
            if (Interlocked.Increment(ref _answers) == _shutAfter)
            {
                Shut();
            }
        }
    }

    private static TaskCompletionSource Opened()
    {
        var gate = new TaskCompletionSource();
        gate.SetResult();
        return gate;
    }
}
