using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Hosting;

/// <summary>Reload at run time for an executable: the watch, and its pages on the admin listener.</summary>
public static class ReloadServices
{
    /// <summary>Larger files are no configuration.</summary>
    private const int MaxFileBytes = 4 * 1024 * 1024;

    public static IServiceCollection AddConfigurationReload<T>(this IServiceCollection services)
        where T : class, IReloadTarget => services
        .AddSingleton<IReloadTarget, T>()
        .AddSingleton<ConfigurationReload>()
        .AddHostedService(s => s.GetRequiredService<ConfigurationReload>());

    /// <summary><c>GET /admin/config</c> and <c>POST /admin/config/check</c>.</summary>
    public static void MapConfigurationReload(this IEndpointRouteBuilder app, string adminUrl)
    {
        var reload = app.ServiceProvider.GetRequiredService<ConfigurationReload>();
        app.MapGet("/admin/config", (RequestDelegate)(http => WriteAsync(http, reload.State, HostingJson.Default.ReloadState))).OnListener(adminUrl);
        app.MapPost("/admin/config/check", (RequestDelegate)(async http =>
            await WriteAsync(http, reload.Preview(await BodyAsync(http)), HostingJson.Default.ReloadPreview))).OnListener(adminUrl);
    }

    private static async Task<byte[]> BodyAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        var part = new byte[64 * 1024];
        for (int read; (read = await http.Request.Body.ReadAsync(part, http.RequestAborted)) > 0;)
        {
            body.Write(part, 0, read);
            if (body.Length > MaxFileBytes)
            {
                throw new BadHttpRequestException($"A configuration file has at most {MaxFileBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
            }
        }

        return body.ToArray();
    }

    private static async Task WriteAsync<T>(HttpContext http, T document, JsonTypeInfo<T> type)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(document, type), http.RequestAborted);
    }
}
