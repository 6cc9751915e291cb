using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Scaler.Tests;

/// <summary>In front of a real Prometheus, on a real socket: passes on what is asked and answered, and spoils it as told.</summary>
internal sealed class FaultyPrometheus : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly string _behind;
    private readonly double _skewSeconds;

    private FaultyPrometheus(WebApplication app, string behind, double skewSeconds)
    {
        _app = app;
        _behind = behind;
        _skewSeconds = skewSeconds;
    }

    public string Url => _app.Urls.First();

    public PrometheusFault Fault { get; set; }

    /// <param name="behind">Address of the real one.</param>
    /// <param name="skewSeconds">How wrong a wrong clock is, real time.</param>
    public static async Task<FaultyPrometheus> Start(string behind, double skewSeconds)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new FaultyPrometheus(app, behind, skewSeconds);
        app.MapPost("/api/v1/{call}", proxy.Answer);
        await app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task<IResult> Answer(string call, HttpContext context)
    {
        var fault = Fault;
        switch (fault)
        {
            case PrometheusFault.Down:
                return Results.StatusCode(503);
            case PrometheusFault.Empty:
                return Results.Text("""{"status":"success","data":{"resultType":"vector","result":[]}}""", "application/json");
            case PrometheusFault.Garbage:
                return Results.Text("<html>a proxy's page</html>", "application/json");
            case PrometheusFault.Slow:
                var gone = new TaskCompletionSource();
                await using (context.RequestAborted.Register(gone.SetResult))
                {
                    await gone.Task;
                }

                return Results.Empty;
        }

        var skew = fault switch { PrometheusFault.ClockAhead => -_skewSeconds, PrometheusFault.ClockBehind => _skewSeconds, _ => 0 };
        var form = await context.Request.ReadFormAsync();
        using var body = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Key, Asked(f.Key, f.Value.ToString(), skew))));
        using var answer = await _http.PostAsync(new Uri($"{_behind}/api/v1/{call}"), body, context.RequestAborted);
        var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync(context.RequestAborted))!;
        Spoil(document["data"]!["result"]!.AsArray(), fault, skew);
        return Results.Text(document.ToJsonString(), "application/json", statusCode: (int)answer.StatusCode);
    }

    private static string Asked(string name, string value, double skew) =>
        name is "time" or "start" or "end" ? (double.Parse(value, CultureInfo.InvariantCulture) + skew).ToString("F3", CultureInfo.InvariantCulture) : value;

    private static void Spoil(JsonArray series, PrometheusFault fault, double skew)
    {
        for (var i = series.Count - 1; i >= 0; i--)
        {
            var labels = series[i]!["metric"]!.AsObject();
            if (fault == PrometheusFault.Half && labels.Any(l => l.Value!.GetValue<string>() == FaultWorld.Hidden))
            {
                series.RemoveAt(i);
                continue;
            }

            var told = series[i]!["value"] is { } value ? [value] : series[i]!["values"]!.AsArray().Select(v => v!);
            foreach (var pair in told.ToArray())
            {
                pair[0] = pair[0]!.GetValue<double>() - skew;
                pair[1] = fault == PrometheusFault.NotANumber ? "NaN" : pair[1]!.GetValue<string>();
            }
        }
    }
}
