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
    /// <summary>Of one region, for one relay: each that is silent takes a connection's time.</summary>
    private const int MostGateways = 3;

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
        var url = relays ? peers.UrlOf(effect.Region) : fleet.UrlOf(effect.Instance);
        var outcome = url is null ? AttemptOutcome.ConnectFailed : await SendAsync(effect, exchange, dispatcher, url, stop);
        if (relays && IsDead(outcome, exchange) && url is not null)
        {
            outcome = await SendToSiblingsAsync(effect, exchange, dispatcher, url, outcome, stop);
        }

        return observer.Ended(exchange, relays, outcome);
    }

    /// <summary>A gateway that is not there any more. Nothing of an answer has come from it.</summary>
    private static bool IsDead(AttemptOutcome outcome, Exchange exchange) =>
        outcome is AttemptOutcome.ConnectFailed or AttemptOutcome.ConnectTimedOut || (outcome == AttemptOutcome.BrokenBeforeFirstByte && exchange.UpstreamStatus == 0);

    // The region is not to be blamed for one of its gateways while another one answers.
    private async ValueTask<AttemptOutcome> SendToSiblingsAsync(
        FlowEffect effect, Exchange exchange, ModelDispatcher dispatcher, string dead, AttemptOutcome outcome, CancellationToken stop)
    {
        List<string> tried = [dead];
        while (tried.Count < MostGateways && IsDead(outcome, exchange))
        {
            peers.Saw(effect.Region, tried[^1], answered: false);
            if (peers.SiblingOf(effect.Region, tried) is not { } sibling)
            {
                return outcome;
            }

            tried.Add(sibling);
            outcome = await SendAsync(effect, exchange, dispatcher, sibling, stop);
        }

        return outcome;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<AttemptOutcome> SendAsync(FlowEffect effect, Exchange exchange, ModelDispatcher dispatcher, string url, CancellationToken stop)
    {
        // Whoever left while the last attempt ended gets no other one.
        if (exchange.ClientGone.IsCancellationRequested)
        {
            return AttemptOutcome.ClientLeft;
        }

        var relays = effect.Kind == FlowEffectKind.Relay;
        using var span = AttemptTracing.Begin(exchange, url, relays);
        var limits = live.Current.Options.Forwarding.Timeouts.Of(exchange.Request.Tier);
        using var watch = new AttemptWatch(
            clock.Time, limits, exchange.Request.Streaming, clock.Now - exchange.FirstForwardAt!.Value, stop,
            relays ? null : hangs.Begin(exchange, effect.Instance, dispatcher, limits));
        var answer = new AnswerStream(exchange, new AnswerProgress(dispatcher, clock), watch);
        var (relay, signature) = relays ? peers.Sign(exchange.Request, effect.Region, exchange.Path, exchange.Body.Span) : default;
        var attempt = new UpstreamAttempt(exchange, answer, relay, signature, relays ? null : key);
        var error = await forwarder.SendAsync(attempt.Context, url, relays ? client.PeerInvoker : client.Invoker, client.Config, attempt, watch.Token);
        exchange.UpstreamStatus = attempt.UpstreamStatus;
        var outcome = await EndAsync(error, attempt, answer, exchange, watch.Passed, stop);
        if (outcome is not (AttemptOutcome.Succeeded or AttemptOutcome.ClientLeft or AttemptOutcome.RefusedAsInvalid))
        {
            exchange.UpstreamRest = attempt.RetryAfter;
            (exchange.Tried ??= []).Add(exchange.Instance);
            GatewayLog.AttemptFailed(logger, exchange.Request.Id.Value, effect.Instance.Value ?? effect.Region.Value, outcome, attempt.UpstreamStatus, error, AttemptOutcomes.WhyOf(attempt.Context));
        }

        AttemptTracing.End(span, exchange, outcome, attempt.UpstreamStatus);
        return outcome;
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
}
