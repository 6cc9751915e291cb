using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>A report as text for people: aligned columns, no colours, so that it can be piped and pasted.</summary>
internal static class SummaryTable
{
    public static string Text(RunReport report)
    {
        var text = new StringBuilder();
        Line(text, $"Requests   {report.Requests.Total} sent, {report.Requests.Completed} completed, {report.Requests.Failed} failed, {report.Requests.Retried} retried before the first byte, {report.Requests.Outcomes["cut_off"]} cut off at the end");
        Line(text, $"Tokens     {report.Tokens.Prompt:N0} prompt, {report.Tokens.Output:N0} output");
        foreach (var (error, count) in report.Requests.Errors)
        {
            Line(text, $"  {count} x {error}");
        }

        text.AppendLine();
        Line(text, $"{"tier",-20}{"sent",7}{"ok",7}{"failed",7} | {"TTFT p50",9}{"p95",8}{"p99",8} | {"TBT p50",8}{"p95",8}{"p99",8} | {"E2E p50",8}{"p95",8}{"p99",8} | {"SLO met",8}{"(fixed)",9}");
        foreach (var (tier, figures) in report.Tiers)
        {
            Tier(text, tier, figures);
        }

        Capacity(text, report);
        text.AppendLine();
        for (var i = 0; i < report.Footnotes.Count; i++)
        {
            Line(text, $"[{i + 1}] {report.Footnotes[i]}");
        }

        return text.ToString();
    }

    private static void Tier(StringBuilder text, string tier, LatencyReport figures) => text.AppendLine(
        string.Create(CultureInfo.InvariantCulture, $"{tier,-20}{figures.Requests.Total,7}{figures.Requests.Completed,7}{figures.Requests.Failed,7} | ")
        + $"{Seconds(figures.TtftSeconds.P50),9}{Seconds(figures.TtftSeconds.P95),8}{Seconds(figures.TtftSeconds.P99),8} | "
        + $"{Seconds(figures.TbtSeconds.P50),8}{Seconds(figures.TbtSeconds.P95),8}{Seconds(figures.TbtSeconds.P99),8} | "
        + $"{Seconds(figures.E2eSeconds.P50),8}{Seconds(figures.E2eSeconds.P95),8}{Seconds(figures.E2eSeconds.P99),8} | "
        + $"{Share(figures.SloAttainment),8}{Share(figures.SloAttainmentFixedTarget),9}");

    private static void Capacity(StringBuilder text, RunReport report)
    {
        if (report.GpuHours is not { } hours)
        {
            return;
        }

        text.AppendLine();
        Line(text, $"GPU-hours  {hours:0.0} used; {Against(hours, report.GpuHoursStaticPeak, "kept at peak all the time")}; {Against(hours, report.GpuHoursReactiveSimulated, "with Reactive (simulated)")}");
        if (report.Reactive is { } reactive)
        {
            Line(text, $"           Reactive would have met the fast tier's target for {Share(reactive.SloAttainmentFast)} (this run: {Share(report.Tiers[ServiceTier.InteractiveFast.WireName()].SloAttainment)}), TTFT p95 {Seconds(reactive.TtftP95SecondsFast)} s, {reactive.Failed} of {reactive.Requests} failed");
        }

        if (report.Batch is { } batch)
        {
            Line(text, $"Batches    {batch.Created} created, {batch.Completed} completed, {batch.Failed} failed; {batch.LinesCompleted} of {batch.LinesTotal} lines done");
        }

        if (report.Scaling is { } scaling)
        {
            Line(text, $"Scaling    {scaling.Started} replicas started, {scaling.Stopped} stopped ({scaling.Strategy}){(scaling.Actions.Count > 0 ? "; the last moves:" : "")}");
            foreach (var action in scaling.Actions.TakeLast(12))
            {
                Line(text, $"  {action.At:ddd HH:mm}  {action.Kind,-6} {action.Count} x {action.Pool}: {action.Reason}{(action.Detail.Length > 0 ? " - " + action.Detail : "")}");
            }
        }
    }

    private static string Against(double hours, double? other, string how) => other is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {how} ({(hours / value - 1) * 100:+0;-0;0} %)")
        : $"not known {how}";

    private static string Seconds(double? value) => value is { } seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.000}")
        : "-";

    private static string Share(double? value) => value is { } share
        ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.0} %")
        : "-";

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
