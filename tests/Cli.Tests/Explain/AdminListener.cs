using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SageServe.Cli.Tests;

/// <summary>Pages of an admin listener on a real socket, behind a key where one is set, as a proxy in front of a scaler asks for it.</summary>
internal sealed class AdminListener(WebApplication app) : IAsyncDisposable
{
    public string Url => app.Urls.First();

    /// <param name="key">What is asked for; null asks for none.</param>
    /// <param name="pages">JSON by path; others are not found.</param>
    public static async Task<AdminListener> Start(string? key, params (string Path, string Json)[] pages)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            var isAllowed = key is null || context.Request.Headers.Authorization == "Bearer " + key;
            var page = pages.FirstOrDefault(p => p.Path == context.Request.Path);
            context.Response.StatusCode = !isAllowed ? 401 : page.Json is null ? 404 : 200;
            await context.Response.WriteAsync(!isAllowed ? """{"error":{"message":"This listener wants a key.","code":"invalid_api_key"}}""" : page.Json ?? "");
        });
        await app.StartAsync();
        return new AdminListener(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
