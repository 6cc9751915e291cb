using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace SageServe.Hosting.Tests;

/// <summary>A service in this process, on real sockets: a public and an admin listener.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private TestService(WebApplication app, string publicUrl, string adminUrl)
    {
        App = app;
        PublicUrl = publicUrl;
        AdminUrl = adminUrl;
    }

    public WebApplication App { get; }

    public string PublicUrl { get; }

    public string AdminUrl { get; }

    public HttpClient Http { get; } = new();

    public static async Task<TestService> Start(Action<WebApplicationBuilder>? configure = null, Action<WebApplication, string>? map = null, string[]? args = null)
    {
        var publicUrl = $"http://127.0.0.1:{FreePort.Find()}";
        var adminUrl = $"http://127.0.0.1:{FreePort.Find()}";
        var builder = WebApplication.CreateSlimBuilder(args ?? []).AddServiceDefaults("test");
        builder.Logging.ClearProviders();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.Urls.Add(publicUrl);
        app.Urls.Add(adminUrl);
        app.MapServiceDefaults(adminUrl);
        map?.Invoke(app, adminUrl);
        await app.StartAsync();
        return new TestService(app, publicUrl, adminUrl);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await App.DisposeAsync();
    }
}
