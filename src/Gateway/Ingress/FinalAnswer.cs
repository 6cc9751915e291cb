using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>
/// The end of a request as its client sees it: nothing more when it had its answer, an error with a real status when it had
/// nothing yet, an error event when its stream broke or was kept alive in vain, a cut connection when another answer broke
/// or a stream broke inside an event.
/// </summary>
internal static class FinalAnswer
{
    public static async ValueTask WriteAsync(HttpContext http, Exchange exchange, FlowEffect? final, Instant now)
    {
        if (http.RequestAborted.IsCancellationRequested || final is { Kind: FlowEffectKind.Finish, Outcome: RequestOutcome.Completed or RequestOutcome.ClientLeft })
        {
            return;
        }

        var error = final is { } effect ? FinalErrors.Of(effect) : ApiErrors.Invalid("duplicate_request", "A request of this id is running.");
        if (exchange.Sink is { Committed: false, TakesEventsOnly: false })
        {
            http.Response.Headers.Clear();
            ResponseHeaders.SetOwn(http.Response.Headers, exchange, exchange.FirstForwardAt ?? exchange.Request.Arrived);
            ResponseHeaders.SetProcessingTime(http.Response.Headers, exchange, now);
            await ApiErrorWriter.WriteAsync(http.Response, error, http.RequestAborted);
        }
        else if (exchange.Status >= StatusCodes.Status400BadRequest && final is { Kind: FlowEffectKind.Finish, Outcome: RequestOutcome.Invalid })
        {
            // The engine's own refusal has been passed on.
        }
        else if (!exchange.MayEndInsideEvent && (exchange.IsEventStream || exchange.Sink.TakesEventsOnly))
        {
            await exchange.Sink.WriteAsync(ErrorJson.ToEvent(error, exchange.Dialect), http.RequestAborted);
        }
        else
        {
            http.Abort();
        }
    }
}
