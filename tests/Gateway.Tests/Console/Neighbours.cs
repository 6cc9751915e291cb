using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Gateway.Tests;

/// <summary>The admin pages of other gateways and of the scaler on a real socket; what they say is set by the test.</summary>
internal sealed class Neighbours : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Neighbours(WebApplication app) => _app = app;

    /// <summary>Answers by path, for example <c>/west/admin/fleet</c>; others are 404.</summary>
    public Dictionary<string, Func<string>> Pages { get; } = [];

    /// <summary>Questions so far.</summary>
    public int Asked { get; private set; }

    /// <summary>While set, answers wait for it.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public static async Task<Neighbours> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var neighbours = new Neighbours(app);
        app.Run(neighbours.Answer);
        await app.StartAsync();
        return neighbours;
    }

    public string AdminUrlOf(string name) => $"{_app.Urls.First()}/{name}";

    public void SetFleet(string region, params ModelView[] models) => Pages[$"/{region}/admin/fleet"] = () => JsonSerializer.Serialize(
        new FleetView(new RegionId(region), new Instant(DateTime.UnixEpoch.Ticks), 1, new Instant(DateTime.UnixEpoch.Ticks), [.. models], []),
        GatewayJson.Default.FleetView);

    public async ValueTask DisposeAsync()
    {
        Gate?.TrySetResult();
        await _app.DisposeAsync();
    }

    private async Task Answer(HttpContext http)
    {
        Asked++;
        if (Gate is { } gate)
        {
            await gate.Task.WaitAsync(http.RequestAborted);
        }

        if (Pages.TryGetValue(http.Request.Path.Value!, out var page))
        {
            await http.Response.WriteAsync(page());
        }
        else
        {
            http.Response.StatusCode = 404;
        }
    }
}
