namespace SageServe.Cli;

/// <summary>Makes the summary of <c>up</c> from what clients saw and what the processes told.</summary>
internal static class UpReport
{
    public static RunReport Make(UpPlan plan, OpenLoopReplayer load, Instant began, IReadOnlyList<Arrival> batchLines, RunFacts facts)
    {
        var results = load.Totals.Snapshot();
        var span = load.LoadEndedAt;
        var ended = began + span * plan.Envelope.Speed;
        var loadReport = new LoadReport(
            plan.LoadName,
            plan.Options.Trace is null ? null : plan.Options.TraceSpeed,
            Math.Round(results.Count / Math.Max(0.001, span.TotalSeconds), 3),
            Percentiles.Of(results.Select(r => (TimeSpan?)(r.SentAt - r.Arrival.At))));
        var reactive = ReactiveRun.Simulate(plan, [.. results.Select(r => r.Arrival), .. batchLines], began, span, facts.Replicas);
        return RunReport.OfLoad("up", plan.Options.Seed, loadReport, results, SloTargets.Of(plan.Catalog)) with
        {
            Clocks = new ClockReport(Round(span.TotalSeconds), Round((ended - began).TotalHours), plan.Envelope.Speed, began.ToDateTimeOffset(), ended.ToDateTimeOffset()),
            GpuHours = Round(FleetUse.GpuHours(facts.Replicas, plan.Catalog, began, ended)),
            GpuHoursStaticPeak = Round(FleetUse.GpuHoursAtPeak(facts.Replicas, plan.Catalog, began, ended)),
            GpuHoursReactiveSimulated = reactive.GpuHours,
            Reactive = reactive,
            Scaling = facts.Scaling.Until(ended),
            GatewayRetries = facts.GatewayRetries,
            Footnotes = RunFootnotes.OfUp,
        };
    }

    private static double Round(double value) => Math.Round(value, 4);
}
