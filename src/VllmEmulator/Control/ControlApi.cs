using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using SageServe.Hosting;

namespace SageServe.VllmEmulator;

/// <summary>What a scaler or a test does with replicas. JSON as in Shared's Wire documents.</summary>
internal sealed class ControlApi(ReplicaFleet fleet, ReplicaFactory factory, IOptions<EmulatorOptions> options, EnvelopeClock clock, ILogger<ControlApi> logger)
{
    private const double DefaultDrainSeconds = 30;

    public void Map(WebApplication app)
    {
        app.MapGet("/control/replicas", List);
        app.MapPost("/control/replicas", StartAsync);
        app.MapPost("/control/replicas/{id}/drain", Drain);
        app.MapDelete("/control/replicas/{id}", StopAsync);
        app.MapPost("/control/replicas/{id}/kill", KillAsync);
        app.MapPost("/control/replicas/{id}/fault", FaultAsync);
    }

    private IResult List(bool all = false) => Document(fleet.List(all), StatusCodes.Status200OK);

    private async Task<IResult> StartAsync(HttpRequest request)
    {
        StartReplicasDocument? order;
        try
        {
            order = await JsonSerializer.DeserializeAsync(request.Body, SharedJson.Default.StartReplicasDocument, request.HttpContext.RequestAborted);
        }
        catch (JsonException e)
        {
            return Refuse(StatusCodes.Status400BadRequest, $"The body is no order: {e.Message}");
        }

        if (order is null || order.Count < 1 || order.ColdStartSeconds < 0)
        {
            return Refuse(StatusCodes.Status400BadRequest, "count must be at least 1 and coldStartSeconds not negative.");
        }

        if (factory.Refuses(order.Pool) is { } reason)
        {
            return Refuse(StatusCodes.Status400BadRequest, reason);
        }

        if ((order.Host is not null || order.Port is not null)
            && (order.Count != 1 || factory.Group(order.Pool) is not null || !System.Net.IPAddress.TryParse(order.Host ?? "127.0.0.1", out var address) || !System.Net.IPAddress.IsLoopback(address) || order.Port is < 0 or > 65535))
        {
            return Refuse(StatusCodes.Status400BadRequest, "host and port are those of one replica outside co-resident groups: a loopback address and a port of it.");
        }

        TimeSpan? coldStart = order.ColdStartSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        var started = await Task.WhenAll(Enumerable.Range(0, order.Count).Select(_ => fleet.StartAsync(order.Pool, coldStart, host: order.Host is null && order.Port is null ? null : (order.Host ?? "127.0.0.1", order.Port ?? 0))));
        return Document([.. started.SelectMany(s => s).Select(r => r.Describe())], StatusCodes.Status201Created);
    }

    private IResult Drain(string id, double limitSeconds = DefaultDrainSeconds)
    {
        if (fleet.Find(id) is not { } replica)
        {
            return Unknown(id);
        }

        fleet.Drain(replica, TimeSpan.FromSeconds(Math.Clamp(limitSeconds, 0, 86_400)));
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task<IResult> StopAsync(string id)
    {
        if (fleet.Find(id) is not { } replica)
        {
            return Unknown(id);
        }

        await fleet.StopAsync(replica);
        return Results.NoContent();
    }

    private async Task<IResult> KillAsync(string id)
    {
        if (fleet.Find(id) is not { } replica)
        {
            return Unknown(id);
        }

        await fleet.KillAsync(replica);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    private async Task<IResult> FaultAsync(string id, HttpRequest request)
    {
        if (fleet.Find(id) is not { IsReleased: false } replica)
        {
            return Unknown(id);
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        try
        {
            var fault = body.Length == 0 ? null : JsonSerializer.Deserialize(body.ToArray(), SharedJson.Default.ReplicaFaultDocument);
            replica.Host.SetFault(fault);
            logger.Faulted(replica.Id, fault);
            return Results.NoContent();
        }
        catch (JsonException e)
        {
            return Refuse(StatusCodes.Status400BadRequest, $"The body is no fault: {e.Message}");
        }
    }

    private IResult Document(ImmutableArray<ReplicaDocument> replicas, int status) => Results.Json(
        new ReplicaListDocument(new RegionId(options.Value.Region), clock.Now, replicas), SharedJson.Default.ReplicaListDocument, statusCode: status);

    private static IResult Unknown(string id) => Refuse(StatusCodes.Status404NotFound, $"No replica '{id}' holds GPUs here.");

    private static IResult Refuse(int status, string reason) => Results.Text(
        $"{{\"error\":{{\"message\":\"{JsonText.Escape(reason)}\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":{status}}}}}",
        "application/json",
        statusCode: status);
}
