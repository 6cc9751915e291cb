using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace SageServe.Scaler;

/// <summary>What a scaler answers its peers, and nobody else: facts, the last plan, and the planning lease of its cluster.</summary>
internal static class PeerEndpoints
{
    private const int BodyMost = 64 << 10;

    public static void MapPeers(this IEndpointRouteBuilder app, string url)
    {
        app.MapGet(PeerFacts.Path, (Delegate)FactsAsync).OnListener(url);
        app.MapGet(PlanExchange.Path, (Delegate)PlanAsync).OnListener(url);
        app.MapMethods(PeerLeases.Path, [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put], (Delegate)LeaseAsync).OnListener(url);
    }

    private static Task<IResult> FactsAsync(HttpContext http, RegionFactsDesk desk) => CheckedAsync(http, async _ =>
        long.TryParse(http.Request.Query["since"], NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since <= Instant.Max.Ticks
            ? Results.Bytes((await desk.TellAsync(new Instant(since), http.RequestAborted)).ToJson(), "application/json")
            : Refuse(StatusCodes.Status400BadRequest, "since must be a time in ticks."));

    private static Task<IResult> PlanAsync(HttpContext http, PlanPublisher publisher) => CheckedAsync(http, _ =>
    {
        var known = (Number("epoch"), Number("version"));
        return Task.FromResult(publisher.Last is { } last && (last.Epoch, last.Version).CompareTo(known) > 0 ? Results.Json(last, SharedJson.Default.PlanDocument) : Results.NoContent());

        long Number(string name) => long.TryParse(http.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    });

    private static Task<IResult> LeaseAsync(HttpContext http) => CheckedAsync(http, body => http.RequestServices.GetService<LeaseDesk>() is { } desk
        ? desk.AnswerAsync(http.Request.Method, body, http.RequestAborted)
        : Task.FromResult(Refuse(StatusCodes.Status503ServiceUnavailable, "This scaler keeps no leases (Scaler:Regional:Leases:Kind).")));

    private static async Task<IResult> CheckedAsync(HttpContext http, Func<byte[], Task<IResult>> answer)
    {
        if (http.Request.ContentLength > BodyMost)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, $"At most {BodyMost} bytes are read.");
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = BodyMost;
        }

        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return http.RequestServices.GetRequiredService<PeerSeals>().Verify(http.Request, body.ToArray()) is null
            ? Refuse(StatusCodes.Status401Unauthorized, "The call is not signed by a peer of this region, too old, or meant for another.")
            : await answer(body.ToArray());
    }

    private static IResult Refuse(int status, string detail) => Results.Problem(detail, statusCode: status);
}
