using System.Runtime.CompilerServices;
using SageServe.Hosting;
using SageServe.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>Carries out one Forward or Relay effect and says how it ended. Never throws for an upstream's or a client's failure.</summary>
internal sealed class UpstreamForwarder(
    IHttpForwarder forwarder, EngineClient client, FleetDirectory fleet, PeerDirectory peers, EngineKey key, SteadyClock clock, ILogger<UpstreamForwarder> logger)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<AttemptOutcome> AttemptAsync(FlowEffect effect, Exchange exchange, ModelDispatcher dispatcher, CancellationToken stop)
    {
        var relays = effect.Kind == FlowEffectKind.Relay;
        if (exchange.FirstForwardAt is null)
        {
            exchange.FirstForwardAt = clock.Now;
            exchange.HeldBeforeFirstForward = exchange.Held;
        }

        exchange.Attempts = Math.Max(effect.Attempt, 1);
        exchange.ServedIn = effect.Region;
        exchange.Instance = relays ? default : effect.Instance;
        if ((relays ? peers.UrlOf(effect.Region) : fleet.UrlOf(effect.Instance)) is not { } url)
        {
            return AttemptOutcome.ConnectFailed;
        }

        var answer = new AnswerStream(exchange, new AnswerProgress(dispatcher, clock));
        var (relay, signature) = relays ? peers.Sign(exchange.Request, exchange.Path) : default;
        var attempt = new UpstreamAttempt(exchange, answer, relay, signature, relays ? null : key);
        var error = await forwarder.SendAsync(attempt.Context, url, client.Invoker, client.Config, attempt, stop);
        var outcome = await EndAsync(error, attempt, answer, exchange, stop);
        if (outcome is not (AttemptOutcome.Succeeded or AttemptOutcome.ClientLeft or AttemptOutcome.RefusedAsInvalid))
        {
            GatewayLog.AttemptFailed(logger, exchange.Request.Id.Value, effect.Instance.Value ?? effect.Region.Value, outcome, attempt.UpstreamStatus, error);
        }

        return outcome;
    }

    private static async ValueTask<AttemptOutcome> EndAsync(
        ForwarderError error, UpstreamAttempt attempt, AnswerStream answer, Exchange exchange, CancellationToken stop)
    {
        if (error == ForwarderError.None && !UpstreamAttempt.IsRetryable(attempt.UpstreamStatus))
        {
            try
            {
                await answer.CompleteAsync(exchange.ClientGone);
                return attempt.UpstreamStatus is >= 400 and < 500 ? AttemptOutcome.RefusedAsInvalid : AttemptOutcome.Succeeded;
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                return AttemptOutcome.ClientLeft;
            }
        }

        return AttemptOutcomes.Of(
            error,
            attempt.Context.GetForwarderErrorFeature()?.Exception,
            exchange.Sink.Committed,
            clientGone: exchange.ClientGone.IsCancellationRequested,
            stopped: stop.IsCancellationRequested);
    }
}
