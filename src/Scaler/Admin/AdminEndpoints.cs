namespace SageServe.Scaler;

/// <summary>What operators and the console ask the scaler.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder app, string adminUrl)
    {
        app.MapGet("/admin/plan", (PlanPublisher publisher) => publisher.Last is { } plan
            ? Results.Json(plan, SharedJson.Default.PlanDocument)
            : Results.NotFound()).OnListener(adminUrl);
        app.MapGet("/admin/state", (ScalerReadout readout, IServiceProvider services) =>
        {
            var cluster = services.GetService<KubernetesFleetActuator>();
            return Results.Json(readout.ToDocument() with { Workloads = cluster?.Standing, LentGpus = cluster?.LentGpus }, ScalerJson.Default.StateDocument);
        }).OnListener(adminUrl);
        app.MapWanted(adminUrl);
        app.MapGet("/admin/receipts", ReceiptsEndpoint.Answer).OnListener(adminUrl);
        app.MapGet("/admin/demand", (DemandTrail trail) => Results.Json(trail.ToDocument(), ScalerJson.Default.DemandDocument)).OnListener(adminUrl);
    }
}
