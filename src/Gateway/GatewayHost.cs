using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Builds the program; tests build it the same way.</summary>
internal static class GatewayHost
{
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = SlimHost.CreateBuilder(args);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.AddServiceDefaults("sageserve-gateway");
        builder.Services.AddGateway();
        adjust?.Invoke(builder);
        var app = builder.Build();
        var options = app.Services.GetRequiredService<GatewayOptions>();
        app.Urls.Add(options.PublicUrl);
        app.Urls.Add(options.AdminUrl);
        app.Services.GetRequiredService<DemandGauges>().Register();
        app.Services.GetRequiredService<ServerRefusals>().Begin();
        app.MapGateway();
        GatewayLog.Started(
            app.Logger, options.Region, options.PublicUrl, options.AdminUrl, app.Services.GetRequiredService<ServingCatalog>().Models.Length, options.Peers.Count);
        return app;
    }
}
