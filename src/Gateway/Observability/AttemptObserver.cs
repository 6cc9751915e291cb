using System.Collections.Concurrent;
using Prometheus;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>Counts how attempts at replicas and peers end; counting allocates nothing once a combination was seen.</summary>
internal sealed class AttemptObserver
{
    private readonly ConcurrentDictionary<(ModelId Model, RegionId Region, AttemptOutcome Outcome), Counter.Child> _attempts = new();
    private readonly Counter _counter = Instruments.Counter(MetricNames.Attempts);
    private readonly Counter _peerRefusals = Instruments.Counter(MetricNames.PeerRefusals);

    /// <param name="exchange">Whose attempt; its region is where the attempt went.</param>
    /// <param name="relayed">It went to a peer.</param>
    /// <param name="outcome">How it ended.</param>
    /// <returns>The outcome.</returns>
    public AttemptOutcome Ended(Exchange exchange, bool relayed, AttemptOutcome outcome)
    {
        var (model, region) = (exchange.Request.Model, exchange.ServedIn);
        _attempts.GetOrAdd((model, region, outcome), static (key, counter) => counter.WithLabels(key.Model.Value, key.Region.Value, key.Outcome.ToString()), _counter).Inc();

        // A peer without room is no failed attempt: it is counted, but not among the retries.
        if (relayed && outcome == AttemptOutcome.UpstreamRefused)
        {
            _peerRefusals.WithLabels(model.Value, region.Value).Inc();
        }

        return outcome;
    }
}
