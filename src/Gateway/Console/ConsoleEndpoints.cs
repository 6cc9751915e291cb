using System.Collections.Immutable;
using Microsoft.Net.Http.Headers;
using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>The console page and what it reads, on the admin listener only.</summary>
internal static class ConsoleEndpoints
{
    // The page loads nothing from elsewhere and may not be framed.
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>What the codes of decisions mean, for people.</summary>
    private static readonly ImmutableSortedDictionary<string, string> Sentences =
        Enum.GetValues<ReasonCode>().Where(c => c != default).ToImmutableSortedDictionary(c => c.Name(), c => c.Sentence(), StringComparer.Ordinal);

    public static IServiceCollection AddConsole(this IServiceCollection services) => services
        .AddSingleton<OverviewParts>()
        .AddSingleton<OverviewReader>();

    public static void MapConsole(this IEndpointRouteBuilder app)
    {
        var admin = app.ServiceProvider.GetRequiredService<GatewayOptions>().AdminUrl;
        var overview = app.ServiceProvider.GetRequiredService<OverviewReader>();
        app.MapGet("/", () => Results.Redirect("/console")).OnListener(admin);
        app.MapGet("/console", (HttpContext http) => Answer(http, ConsoleFile.Page)).OnListener(admin);
        app.MapGet("/console/{file}", (HttpContext http, string file) => Answer(http, ConsoleFile.Find(file))).OnListener(admin);
        app.MapGet("/admin/reasons", () => Results.Json(Sentences, GatewayJson.Default.ImmutableSortedDictionaryStringString)).OnListener(admin);
        app.MapGet("/admin/overview", http => WriteAsync(http, overview)).OnListener(admin);
    }

    private static async Task WriteAsync(HttpContext http, OverviewReader overview)
    {
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(await overview.ReadAsync(http.RequestAborted), http.RequestAborted);
    }

    private static IResult Answer(HttpContext http, ConsoleFile? file)
    {
        if (file is null)
        {
            return Results.NotFound();
        }

        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(file.Content, file.ContentType, entityTag: new EntityTagHeaderValue(file.Tag));
    }
}
