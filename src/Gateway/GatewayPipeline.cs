using System.Diagnostics;
using System.Runtime.CompilerServices;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// THE MAP: what happens to an inference request, stage by stage. Each stage is one class; none knows the next.
/// </summary>
internal sealed class GatewayPipeline(
    Intake intake, QuotaDesk quotas, DemandMeter demand, InteractiveLoad load, RequestRun runs, ReleasedRun released, UsageMeter usage, RequestObserver observer, Stories stories, KnownResponses responses, SteadyClock clock,
    LiveConfiguration live, ILogger<GatewayPipeline> logger)
{
    public async Task HandleAsync(HttpContext http, EngineRoute route)
    {
        using var span = GatewayTracing.Begin(http, route);
        try
        {
            // (1) Ingress and identity: HTTP becomes an InferenceRequest, or an error that names what is wrong.
            var (admitted, error) = await intake.TakeAsync(http, route);
            if (admitted is null)
            {
                quotas.Announce(http);
                GatewayTracing.Refused(span, error!);
                await ApiErrorWriter.WriteAsync(http.Response, error!, http.RequestAborted);
                return;
            }

            using (admitted)
            {
                await ServeAsync(http, route, admitted, span);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to tell.
        }
        catch (Exception e)
        {
            GatewayLog.RequestFailed(logger, e, route.Path);
            GatewayTracing.Failed(span, e);
            if (http.Response.HasStarted)
            {
                // The client must not take what it has for a whole answer.
                http.Abort();
                return;
            }

            http.Response.Clear();
            await ApiErrorWriter.WriteAsync(http.Response, ApiErrors.Internal, http.RequestAborted);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask ServeAsync(HttpContext http, EngineRoute route, Admitted admitted, Activity? span)
    {
        var request = admitted.Request;
        GatewayTracing.Admit(span, route, admitted);

        // (2) Quota: the key's own limits, charged by estimate. What is over them is neither demand nor a miss.
        using var quota = quotas.Take(http, admitted.Caller, request);
        await using var sink = new ClientSink(http.Response, clock);
        var exchange = NewExchange(http, route, admitted, sink, span);
        exchange.Story = stories.Begin(exchange);
        var outcome = quota is { Refusal: { } refusal } ? await RefuseAsync(http, exchange, refusal) : await RouteAsync(http, exchange, sink);

        // (6) What happened becomes figures, and the charge what was used.
        var seen = Observations.Of(exchange, outcome, clock.Now);
        var cost = request.Relayed ? 0 : usage.Count(admitted.Caller.KeyId, seen);
        quota?.Settle(seen, cost);
        observer.Observe(seen, exchange, ClientRetry.IsTold(http.Request));
        exchange.Story.Ended(seen, exchange, http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted ? 0 : http.Response.StatusCode);
        GatewayTracing.End(span, seen, request, http.Response);
    }

    private async Task<RequestOutcome> RouteAsync(HttpContext http, Exchange exchange, ClientSink sink)
    {
        // (3) Demand is offered load, counted where it enters; the load of these replicas where it is served.
        var request = exchange.Request;
        load.Count(request);
        if (!request.Relayed)
        {
            demand.Count(request);
            sink.KeepAlive(exchange, live.Current.Options.Forwarding.KeepAliveAfter);
        }

        // (4) Routing decides, forwarding carries out, until the final effect. Patient requests wait for their release first.
        var waits = request is { Tier: ServiceTier.NonInteractive, Relayed: false };
        var final = waits ? await released.RunAsync(exchange) : await runs.ArriveAsync(exchange);

        // (5) The client gets the last word, unless it had its answer.
        await sink.EndKeepAliveAsync();
        await FinalAnswer.WriteAsync(http, exchange, final, clock.Now);
        return final?.Outcome ?? RequestOutcome.Invalid;
    }

    private async Task<RequestOutcome> RefuseAsync(HttpContext http, Exchange exchange, ApiError refusal)
    {
        exchange.Story.Refused(refusal, clock.Now);
        await ApiErrorWriter.WriteAsync(http.Response, refusal, http.RequestAborted);
        return RequestOutcome.QuotaExceeded;
    }

    private Exchange NewExchange(HttpContext http, EngineRoute route, Admitted admitted, ClientSink sink, Activity? span) => new()
    {
        Request = admitted.Request,
        Path = route.Path,
        Body = admitted.Body.Memory,
        Sink = sink,
        ClientGone = http.RequestAborted,
        Accept = http.Request.Headers.Accept,
        ContentType = admitted.ContentType,
        Span = span,
        TraceParent = http.Request.Headers.TraceParent,
        PublicId = admitted.PublicId,
        DropsUsageChunk = admitted.DropsUsageChunk,
        TraceState = http.Request.Headers.TraceState,
        TierEcho = admitted.ServiceTier is { } used ? new TierEcho(used, route.Dialect == ApiDialect.Responses) : null,
        Dialect = route.Dialect,
        Responses = route.Dialect == ApiDialect.Responses ? responses : null,
    };
}
