using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Which path leads where, and on which of the two listeners.</summary>
internal static class GatewayEndpoints
{
    public static WebApplication MapGateway(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<GatewayOptions>();
        app.Use(ConnectionLimit.AnswerAsync);
        app.Use(BodyFraming.CheckAsync);
        app.Use(app.Services.GetRequiredService<AdminGate>().CheckAsync);
        app.Use(PlainErrors.ShapeAsync);
        app.MapServiceDefaults(options.AdminUrl);
        app.UseWhen(LimitedLists.IsOne, lists => lists.Use(app.Services.GetRequiredService<LimitedLists>().TellAsync));
        app.Use(app.Services.GetRequiredService<PassThroughPaths>().ServeAsync);
        MapPublic(app, options);
        app.MapBatch().OnListener(options.PublicUrl);
        app.MapGet("/admin/fleet", app.Services.GetRequiredService<FleetEndpoint>().WriteAsync).OnListener(options.AdminUrl);
        app.MapGet("/admin/held", app.Services.GetRequiredService<HeldEndpoint>().WriteAsync).OnListener(options.AdminUrl);
        app.MapGet("/admin/prometheus/engines", app.Services.GetRequiredService<EngineTargets>().WriteAsync).OnListener(options.AdminUrl);
        app.MapPost("/admin/memory", MemoryEndpoint.WriteAsync).OnListener(options.AdminUrl);
        app.MapPost("/admin/queue/rebuild", app.Services.GetRequiredService<RebuildEndpoint>().WriteAsync).OnListener(options.AdminUrl);
        app.MapConfigurationReload(options.AdminUrl);
        var stories = app.Services.GetRequiredService<StoriesEndpoint>();
        app.MapGet("/admin/requests", stories.WriteRecentAsync).OnListener(options.AdminUrl);
        app.MapGet("/admin/requests/{id}", stories.WriteOneAsync).OnListener(options.AdminUrl);
        MapTenants(app, options.AdminUrl);
        MapQueue(app, options.AdminUrl);
        app.MapConsole();
        return app;
    }

    private static void MapPublic(WebApplication app, GatewayOptions options)
    {
        var url = options.PublicUrl;
        var pipeline = app.Services.GetRequiredService<GatewayPipeline>();
        foreach (var route in EngineRoute.All)
        {
            app.MapPost(route.Path, (HttpContext http) => pipeline.HandleAsync(http, route)).OnListener(url);
        }

        var responses = app.Services.GetRequiredService<ResponsesEndpoint>();
        app.MapGet("/v1/responses/{id}", responses.PassAsync).OnListener(url);
        app.MapDelete("/v1/responses/{id}", responses.PassAsync).OnListener(url);
        app.MapPost("/v1/responses/{id}/cancel", responses.PassAsync).OnListener(url);
        app.MapGet("/v1/responses/{id}/input_items", responses.PassAsync).OnListener(url);
        var models = app.Services.GetRequiredService<ServedModels>();
        var identity = app.Services.GetRequiredService<KeyIdentity>();
        app.MapGet("/v1/models", (HttpContext http) => identity.Identify(http.Request) is { } caller ? models.WriteListAsync(http, caller) : Refuse(http)).OnListener(url);
        app.MapGet("/v1/models/{**model}", (HttpContext http) => identity.Identify(http.Request) is { } caller ? models.WriteOneAsync(http, caller) : Refuse(http)).OnListener(url);
        app.MapGet(PeerEndpoint.SummariesPath, app.Services.GetRequiredService<PeerEndpoint>().WriteSummariesAsync).OnListener(url);
        app.MapGet(ResponseWordEndpoint.Path + "{id}", app.Services.GetRequiredService<ResponseWordEndpoint>().WriteAsync).OnListener(url);
        app.MapGet(InFlightEndpoint.Path, app.Services.GetRequiredService<InFlightEndpoint>().WriteAsync).OnListener(url);
        app.MapGet(SiblingEndpoint.Path, app.Services.GetRequiredService<SiblingEndpoint>().WriteAsync).OnListener(url);
    }

    private static Task Refuse(HttpContext http) => ApiErrorWriter.WriteAsync(
        http.Response, http.RequestServices.GetRequiredService<KeyIdentity>().Refusal, http.RequestAborted);

    private static void MapTenants(WebApplication app, string adminUrl)
    {
        var keys = app.Services.GetRequiredService<KeysEndpoint>();
        app.MapGet("/admin/keys", keys.ListAsync).OnListener(adminUrl);
        app.MapPost("/admin/keys", keys.CreateAsync).OnListener(adminUrl);
        app.MapDelete("/admin/keys/{id}", keys.RevokeAsync).OnListener(adminUrl);
        app.MapPut("/admin/tenants/{tenant}", keys.SetTenantAsync).OnListener(adminUrl);
        app.MapDelete("/admin/tenants/{tenant}", keys.RemoveTenantAsync).OnListener(adminUrl);
        app.MapGet("/admin/usage", app.Services.GetRequiredService<UsageEndpoint>().WriteAsync).OnListener(adminUrl);
    }

    private static void MapQueue(WebApplication app, string adminUrl)
    {
        var queue = app.Services.GetRequiredService<QueueEndpoint>();
        app.MapGet("/admin/queue", queue.ListAsync).OnListener(adminUrl);
        app.MapGet("/admin/queue/batches/{id}", queue.ShowAsync).OnListener(adminUrl);
        app.MapPost("/admin/queue/batches/{id}/retry", queue.RetryAsync).OnListener(adminUrl);
        app.MapPost("/admin/queue/batches/{id}/cancel", queue.CancelAsync).OnListener(adminUrl);
        app.MapPut("/admin/queue/drain", queue.DrainAsync).OnListener(adminUrl);
        app.MapDelete("/admin/queue/drain", queue.ResumeAsync).OnListener(adminUrl);
    }
}
