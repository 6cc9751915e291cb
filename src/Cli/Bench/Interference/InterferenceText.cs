using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>The figures for people.</summary>
internal static class InterferenceText
{
    public static string Of(InterferenceReport report)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Line($"Interactive alone: TTFT p95 {report.BaselineTtftP95Seconds * 1000:0.0} ms, attainment {report.BaselineAttainment:P2}, {report.Baseline.Average(r => r.InteractiveWork):0.00} replicas' work. Patient work alone: {report.Capacity.Average():0.00} replicas' work. {report.Seeds.Count} seeds.");
        Line($"{"rule",-8}{"aggressiveness",-38}{"idle used",10}{"TTFT p95",10}{"rise",8}{"seeds from",12}{"to",8}{"attained",10}{"TBT p95",10}{"evicted",9}");
        foreach (var point in report.Points)
        {
            var rises = report.Baseline.Zip(point.Runs, (b, r) => r.TtftP95Seconds / b.TtftP95Seconds - 1 ?? 0).ToList();
            Line($"{point.Rule,-8}{point.Name,-38}{point.IdleShareUsed,10:P1}{point.TtftP95Seconds * 1000,7:0.0} ms{report.Rise(point),8:P1}{rises.Min(),12:P1}{rises.Max(),8:P1}{point.Attainment,10:P2}{point.TbtP95Seconds * 1000,7:0.0} ms{point.Runs.Average(r => r.Evictions),9:0}");
        }

        Line($"{(report.GoalMet ? "Goal met" : "GOAL MISSED")} by the product as it comes: TTFT p95 {report.TtftRise:+0.0 %;-0.0 %} (at most {InterferenceReport.TtftGoal:P0}), attainment {(0 - report.AttainmentLoss) * 100:+0.00;-0.00;0.00} points (at worst -{InterferenceReport.AttainmentGoal * 100:0.0}), {report.IdleShareUsed:P1} of idle capacity used (at least {InterferenceReport.IdleGoal:P0}).");
        return text.ToString();
    }
}
