using Prometheus;
using SageServe.Hosting;
using SageServe.Routing;

namespace SageServe.Gateway;

/// <summary>The instruments of what patient work is promised.</summary>
internal static class PromiseMetrics
{
    private static readonly string[] Outcomes = ["by-p50", "by-p90", "later"];
    private static readonly Histogram Slack = Instruments.Histogram(MetricNames.DeferredSlack);
    private static readonly Gauge EarliestDeadline = Instruments.Gauge(MetricNames.DeferredEarliestDeadline);
    private static readonly Gauge Pace = Instruments.Gauge(MetricNames.DeferredPace);
    private static readonly Gauge Paused = Instruments.Gauge(MetricNames.DeferredPaused);
    private static readonly Counter LeasesLost = Instruments.Counter(MetricNames.DeferredLeasesLost);
    private static readonly Counter Eta = Instruments.Counter(MetricNames.BatchEta);
    private static readonly Histogram EtaError = Instruments.Histogram(MetricNames.BatchEtaError);

    /// <summary>So that a rate is zero, and not missing, before anything happened.</summary>
    public static void Begin(ModelId model)
    {
        foreach (var outcome in Outcomes)
        {
            Eta.WithLabels(model.Value, outcome);
        }

        LeasesLost.WithLabels(model.Value);
        EtaError.WithLabels(model.Value);
        Slack.WithLabels(model.Value);
        BatchMetrics.Begin(model);
    }

    public static void PaceSeen(ModelId model, double pace) => Pace.WithLabels(model.Value).Set(pace);

    public static void PauseSeen(bool isOn) => Paused.Set(isOn ? 1 : 0);

    public static void LeasesSeenLost(ModelId model, long more) => LeasesLost.WithLabels(model.Value).Inc(more);

    /// <param name="model">The lane's.</param>
    /// <param name="now">When the lane was looked at.</param>
    /// <param name="estimates">Of all groups of the lane.</param>
    public static void GroupsSeen(ModelId model, Instant now, IReadOnlyList<(BacklogGroup Group, FinishEstimate Finish)> estimates)
    {
        foreach (var (group, finish) in estimates)
        {
            Slack.WithLabels(model.Value).Observe((group.Deadline - (finish.P90 ?? now + HeadroomCurve.Horizon)).TotalSeconds);
        }

        if (estimates.Count > 0)
        {
            EarliestDeadline.WithLabels(model.Value).Set((estimates[0].Group.Deadline - now).TotalSeconds);
        }
        else
        {
            EarliestDeadline.RemoveLabelled(model.Value);
        }
    }

    public static void Ended(ModelId model, in FinishEstimate first, Instant end)
    {
        Eta.WithLabels(model.Value, Outcomes[end <= (first.P50 ?? Instant.Max) ? 0 : end <= (first.P90 ?? Instant.Max) ? 1 : 2]).Inc();
        if (first.P50 is { } expected)
        {
            EtaError.WithLabels(model.Value).Observe((end - expected).Duration().TotalSeconds);
        }
    }
}
