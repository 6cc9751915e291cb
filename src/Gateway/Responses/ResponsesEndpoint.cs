using Microsoft.AspNetCore.Http.Features;
using SageServe.Hosting;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>
/// <c>GET</c> and <c>DELETE /v1/responses/{id}</c>, <c>POST /v1/responses/{id}/cancel</c>: passed to the replica that keeps the response, or to the gateway of
/// its region. No work for an engine, so that routing is not asked.
/// </summary>
internal sealed class ResponsesEndpoint(
    KnownResponses known, SiblingResponses siblings, KeyIdentity identity, PeerDirectory peers, RelayReplays replays, FleetDirectory fleet, EngineClient client, EngineKey key, IHttpForwarder forwarder, SteadyClock clock)
{
    /// <summary>Nothing is computed for it.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(30);

    public async Task PassAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        http.Response.Headers[HeaderNames.RequestId] = RequestIds.PublicIdOf(http.Request);
        var (tenant, isRelayed, error) = Caller(http);
        if (error is null)
        {
            await siblings.LearnAsync(id, http.RequestAborted);
        }

        if (error is not null || known.Find(id, tenant) is not { } response || (isRelayed && response.Instance.IsNone))
        {
            await ApiErrorWriter.WriteAsync(http.Response, error ?? ResponseErrors.NotFound(id, null), http.RequestAborted);
            return;
        }

        var isHere = !response.Instance.IsNone;
        if ((isHere ? fleet.UrlOf(response.Instance) : peers.UrlOf(response.Region)) is not { } url)
        {
            await ApiErrorWriter.WriteAsync(http.Response, ResponseErrors.Gone(id, null), http.RequestAborted);
            return;
        }

        var pass = new ResponsePass(response, isHere ? key : null, isHere ? default : Sign(response, http.Request.Path.Value!), (string)http.Response.Headers[HeaderNames.RequestId]!);
        http.Request.Body = Stream.Null;
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var limit = new CancellationTokenSource(http.Request.Query["stream"] == "true" ? Timeout.InfiniteTimeSpan : LongestAnswer, clock.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, limit.Token);
        var failed = await forwarder.SendAsync(http, url, isHere ? client.Invoker : client.PeerInvoker, client.Config, pass, stop.Token);
        if ((failed != ForwarderError.None || pass.IsRefused) && !http.Response.HasStarted)
        {
            await ApiErrorWriter.WriteAsync(http.Response, ResponseErrors.Unreachable(StatusCodes.Status502BadGateway), http.RequestAborted);
        }
    }

    // A peer's call is good for this response's path, for nobody's body and once.
    private (TenantId Tenant, bool IsRelayed, ApiError? Error) Caller(HttpContext http)
    {
        if (!http.Request.Headers.ContainsKey(HeaderNames.Relay))
        {
            return identity.Identify(http.Request) is { } caller ? (caller.Tenant, false, null) : (default, false, identity.Refusal);
        }

        return peers.Verify(http.Request) is not { } ticket ? (default, true, ApiErrors.ForgedRelay)
            : !peers.IsForHere(ticket) ? (default, true, ApiErrors.MisdirectedRelay)
            : ticket.BodyHash != RelayTicket.HashOf([]) || !replays.TryUse(http.Request.Headers[HeaderNames.Signature].ToString()) ? (default, true, ApiErrors.ReplayedRelay)
            : (ticket.Tenant, true, null);
    }

    private (string Ticket, string Signature) Sign(KnownResponse response, string path)
    {
        var now = clock.Now;
        var request = new InferenceRequest
        {
            Id = RequestIds.New(),
            Model = response.Model,
            Tier = ServiceTier.InteractiveNormal,
            Tenant = response.Tenant,
            Origin = peers.Home,
            PromptTokens = 1,
            ExpectedOutputTokens = 1,
            Arrived = now,
            Deadline = now,
        };
        return peers.Sign(request, response.Region, path, []);
    }
}
