using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Takes one held patient call (<c>flex</c>) through its waiting, its release and its attempts.</summary>
internal sealed class ReleasedRun(IFlexLane flex, RequestRun runs, DrainSignal drain, SteadyClock clock)
{
    /// <returns>The final effect; null when a request of this id runs already.</returns>
    public async ValueTask<FlowEffect?> RunAsync(Exchange exchange)
    {
        // What waits when the gateway begins to leave is answered now: nobody would release it any more.
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(exchange.ClientGone, drain.Began);
        while (true)
        {
            var queued = clock.Now;
            exchange.Story.Queued(queued);
            FlexTicket ticket;
            try
            {
                ticket = await flex.WaitForReleaseAsync(exchange.Request, waiting.Token);
                WaitTracing.Ended(exchange.Span, WaitTracing.Queue, clock.Now - queued);
            }
            catch (OperationCanceledException)
            {
                return Told(exchange, exchange.ClientGone.IsCancellationRequested ? FlexOutcomes.ClientLeft(exchange.Request) : FlexOutcomes.ShuttingDown(exchange.Request));
            }

            if (!ticket.Released)
            {
                return Told(exchange, FlexOutcomes.Refused(exchange.Request, ticket));
            }

            exchange.Request = exchange.Request with { Urgent = ticket.Urgent };

            // A released request that finds no room goes back to the queue and waits again.
            var final = await runs.OfferAsync(exchange);
            var requeue = final is { Kind: FlowEffectKind.Evict } && !exchange.Sink.Committed && !exchange.ClientGone.IsCancellationRequested;
            await flex.CompleteAsync(ticket, requeue);
            if (!requeue)
            {
                return final;
            }
        }
    }

    private FlowEffect Told(Exchange exchange, FlowEffect final)
    {
        exchange.Story.Decided(final, clock.Now);
        return final;
    }
}
