using System.Runtime.CompilerServices;
using SageServe.Hosting;
using SageServe.Routing;
using Yarp.ReverseProxy.Forwarder;

namespace SageServe.Gateway;

/// <summary>Carries out one Forward or Relay effect and says how it ended. Never throws for an upstream's or a client's failure.</summary>
internal sealed class UpstreamForwarder(
    IHttpForwarder forwarder, EngineClient client, FleetDirectory fleet, PeerDirectory peers, EngineKey key, HangJudge hangs, SteadyClock clock, LiveConfiguration live,
    AttemptObserver observer, ILogger<UpstreamForwarder> logger)
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

        (exchange.UpstreamRest, exchange.UpstreamStatus) = (TimeSpan.Zero, 0);
        exchange.Attempts = Math.Max(effect.Attempt, 1);
        exchange.ServedIn = effect.Region;
        exchange.Instance = relays ? default : effect.Instance;
        if ((relays ? peers.UrlOf(effect.Region) : fleet.UrlOf(effect.Instance)) is not { } url)
        {
            return observer.Ended(exchange, relays, AttemptOutcome.ConnectFailed);
        }

        // Whoever left while the last attempt ended gets no other one.
        if (exchange.ClientGone.IsCancellationRequested)
        {
            return observer.Ended(exchange, relays, AttemptOutcome.ClientLeft);
        }

        using var span = AttemptTracing.Begin(exchange, url, relays);
        var limits = live.Current.Options.Forwarding.Timeouts.Of(exchange.Request.Tier);
        using var watch = new AttemptWatch(
            clock.Time, limits, exchange.Request.Streaming, clock.Now - exchange.FirstForwardAt.Value, stop,
            relays ? null : hangs.Begin(exchange, effect.Instance, dispatcher, limits));
        var answer = new AnswerStream(exchange, new AnswerProgress(dispatcher, clock), watch);
        var (relay, signature) = relays ? peers.Sign(exchange.Request, effect.Region, exchange.Path) : default;
        var attempt = new UpstreamAttempt(exchange, answer, relay, signature, relays ? null : key);
        var error = await forwarder.SendAsync(attempt.Context, url, relays ? client.PeerInvoker : client.Invoker, client.Config, attempt, watch.Token);
        exchange.UpstreamStatus = attempt.UpstreamStatus;
        var outcome = await EndAsync(error, attempt, answer, exchange, watch.Passed, stop);
        if (outcome is not (AttemptOutcome.Succeeded or AttemptOutcome.ClientLeft or AttemptOutcome.RefusedAsInvalid))
        {
            exchange.UpstreamRest = attempt.RetryAfter;
            (exchange.Tried ??= []).Add(exchange.Instance);
            Avoid(relays, outcome, effect.Region, url);
            GatewayLog.AttemptFailed(logger, exchange.Request.Id.Value, effect.Instance.Value ?? effect.Region.Value, outcome, attempt.UpstreamStatus, error, AttemptOutcomes.WhyOf(attempt.Context));
        }

        AttemptTracing.End(span, exchange, outcome, attempt.UpstreamStatus);
        return observer.Ended(exchange, relays, outcome);
    }

    private static async ValueTask<AttemptOutcome> EndAsync(
        ForwarderError error, UpstreamAttempt attempt, AnswerStream answer, Exchange exchange, AttemptLimit passed, CancellationToken stop)
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
            passed,
            exchange.Sink.Committed,
            clientGone: exchange.ClientGone.IsCancellationRequested,
            stopped: stop.IsCancellationRequested);
    }

    private void Avoid(bool relays, AttemptOutcome outcome, RegionId region, string url)
    {
        if (relays && outcome is AttemptOutcome.ConnectFailed or AttemptOutcome.ConnectTimedOut)
        {
            peers.Saw(region, url, answered: false);
        }
    }
}
