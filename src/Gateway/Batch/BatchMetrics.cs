using Prometheus;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>The instruments of patient work.</summary>
internal static class BatchMetrics
{
    private static readonly string[] Outcomes = ["completed", "failed", "expired", "cancelled"];
    private static readonly Counter Lines = Instruments.Counter(MetricNames.BatchLines);
    private static readonly Counter Discarded = Instruments.Counter(MetricNames.BatchResultsDiscarded);
    private static readonly Counter Released = Instruments.Counter(MetricNames.DeferredReleased);
    private static readonly Histogram Wait = Instruments.Histogram(MetricNames.DeferredWait);
    private static readonly Gauge Length = Instruments.Gauge(MetricNames.DeferredQueueLength);
    private static readonly Gauge OldestAge = Instruments.Gauge(MetricNames.DeferredOldestAge);
    private static readonly Counter Retries = Instruments.Counter(MetricNames.DeferredRetries);
    private static readonly Counter Decisions = Instruments.Counter(MetricNames.DeferredDecisions);

    public static void LinesEnded(ModelId model, LineOutcome outcome, int count) =>
        Lines.WithLabels(model.Value, Outcomes[(int)outcome]).Inc(count);

    public static void ResultsDiscarded(ModelId model, int count) => Discarded.WithLabels(model.Value).Inc(count);

    public static void ItemsReleased(ModelId model, ReasonCode reason, int count) =>
        Released.WithLabels(model.Value, reason.Name()).Inc(count);

    public static void ItemsCollected(ModelId model, IReadOnlyCollection<DeferredLease> leases, Instant now)
    {
        var wait = Wait.WithLabels(model.Value);
        foreach (var lease in leases)
        {
            wait.Observe(Math.Max(0, (now - lease.Item.EnqueuedAt).TotalSeconds));
        }
    }

    /// <summary>So that a rate is zero, and not missing, before anything happened.</summary>
    public static void Begin(ModelId model)
    {
        Retries.WithLabels(model.Value);
        Discarded.WithLabels(model.Value);
    }

    public static void AttemptFailed(ModelId model) => Retries.WithLabels(model.Value).Inc();

    public static void Decided(ModelId model, ReasonCode reason) => Decisions.WithLabels(model.Value, reason.Name()).Inc();

    public static void QueueSeen(ModelId model, long waiting, double oldestAgeSeconds)
    {
        Length.WithLabels(model.Value).Set(waiting);
        OldestAge.WithLabels(model.Value).Set(oldestAgeSeconds);
    }
}
