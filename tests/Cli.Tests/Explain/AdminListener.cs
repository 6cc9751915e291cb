using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Cli.Tests;

/// <summary>Pages on a real socket, behind a bearer token where one is set, as a proxy in front of a scaler or a Prometheus asks for it.</summary>
internal sealed class AdminListener(WebApplication app) : IAsyncDisposable
{
    public string Url => app.Urls.First();

    public static Task<AdminListener> Start(string? key, params (string Path, string Json)[] pages) => Start(key, 401, pages);

    /// <param name="key">What is asked for; null asks for none.</param>
    /// <param name="refusal">Status for all who lack it.</param>
    /// <param name="pages">JSON by path; others are not found.</param>
    public static async Task<AdminListener> Start(string? key, int refusal, params (string Path, string Json)[] pages)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            var isAllowed = key is null || context.Request.Headers.Authorization == "Bearer " + key;
            var page = pages.FirstOrDefault(p => p.Path == context.Request.Path);
            context.Response.StatusCode = !isAllowed ? refusal : page.Json is null ? 404 : 200;
            await context.Response.WriteAsync(!isAllowed ? """{"error":{"message":"This listener wants a key.","code":"invalid_api_key"}}""" : page.Json ?? "");
        });
        await app.StartAsync();
        return new AdminListener(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
