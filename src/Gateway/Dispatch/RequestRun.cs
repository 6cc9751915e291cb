using System.Runtime.CompilerServices;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Takes one request from its first input to its final effect, doing what the flow says in between.</summary>
internal sealed class RequestRun(DispatchTable dispatchers, UpstreamForwarder forwarder, SteadyClock clock)
{
    /// <summary>A client's or a peer's request.</summary>
    /// <returns>The final effect; null when a request of this id runs already.</returns>
    public ValueTask<FlowEffect?> ArriveAsync(Exchange exchange) => RunAsync(exchange, static (dispatcher, ticket) => dispatcher.TryArrive(ticket));

    /// <summary>A released request of the deferred queue.</summary>
    /// <returns>The final effect; null when a request of this id runs already.</returns>
    public ValueTask<FlowEffect?> OfferAsync(Exchange exchange) => RunAsync(exchange, static (dispatcher, ticket) => dispatcher.TryOffer(ticket));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<FlowEffect?> RunAsync(Exchange exchange, Func<ModelDispatcher, DispatchTicket, bool> begin)
    {
        var dispatcher = dispatchers[exchange.Request.Model];
        using var ticket = new DispatchTicket(exchange.Request, exchange.Story);
        if (!begin(dispatcher, ticket))
        {
            return null;
        }

        // Registered after the arrival, so that the flow never hears of a departure first.
        await using var left = exchange.ClientGone.UnsafeRegister(
            static state => ((LeaveNotice)state!).Tell(), new LeaveNotice(dispatcher, exchange.Request.Id));
        while (true)
        {
            var effect = await ticket.NextAsync();
            WaitTracing.Ended(exchange.Span, WaitTracing.Hold, ticket.Held - exchange.Held);
            exchange.Held = ticket.Held;
            if (effect.Kind is not (FlowEffectKind.Forward or FlowEffectKind.Relay))
            {
                return effect;
            }

            var outcome = await forwarder.AttemptAsync(effect, exchange, dispatcher, ticket.Stopped);
            exchange.LastAttempt = outcome;
            exchange.Story.AttemptEnded(outcome, exchange.UpstreamStatus, exchange.UpstreamRest, clock.Now);
            dispatcher.AttemptEnded(exchange.Request.Id, outcome, exchange.OutputTokens, exchange.UpstreamRest);
        }
    }

    private sealed record LeaveNotice(ModelDispatcher Dispatcher, RequestId Id)
    {
        public void Tell() => Dispatcher.ClientLeft(Id);
    }
}
