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
        Line($"Interactive alone: TTFT p95 {report.BaselineTtftP95Seconds * 1000:0.0} ms, attainment {report.BaselineAttainment:P2}, {Middle(report.Baseline.Select(r => r.InteractiveWork)):0.00} replicas' work. Patient work alone: {Middle(report.Capacity):0.00} replicas' work. {Seeds(report)}");
        Line($"{"rule",-8}{"aggressiveness",-38}{"idle used",10}{"least",8}{"most",8}{"TTFT p95",12}{"rise",8}{"least",8}{"most",8}{"attained",10}{"TBT p95",12}{"evicted",9}");
        foreach (var point in report.Points)
        {
            var (idle, rise) = (point.Idle, point.Rise);
            Line($"{point.Rule,-8}{point.Name,-38}{idle.Median,10:P1}{idle.Min,8:P1}{idle.Max,8:P1}{point.TtftP95Seconds * 1000,9:0.0} ms{rise.Median,8:P1}{rise.Min,8:P1}{rise.Max,8:P1}{point.Attainment,10:P2}{point.TbtP95Seconds * 1000,9:0.0} ms{Middle(point.Runs.Select(r => (double)r.Evictions)),9:0}");
        }

        Line($"{(report.GoalMet ? "Goal met" : "GOAL MISSED")} by the product as it comes{(report.Seeds.Count > 1 ? ", medians" : "")}: TTFT p95 {report.TtftRise:+0.0 %;-0.0 %} (at most {InterferenceReport.TtftGoal:P0}), attainment {(0 - report.AttainmentLoss) * 100:+0.00;-0.00;0.00} points (at worst -{InterferenceReport.AttainmentGoal * 100:0.0}), {report.IdleShareUsed:P1} of idle capacity used (at least {InterferenceReport.IdleGoal:P0}).");
        if (report.SeedsOutside.Count > 0)
        {
            Line($"Outside these limits by itself: {string.Join(", ", report.SeedsOutside.Select(s => $"seed {s}"))}, of {report.Seeds.Count}.");
        }

        return text.ToString();
    }

    /// <summary>How many seeds the figures are of.</summary>
    public static string Seeds(InterferenceReport report) => report.Seeds.Count == 1 ? "One seed." : string.Create(CultureInfo.InvariantCulture, $"Medians of {report.Seeds.Count} seeds.");

    private static double Middle(IEnumerable<double> values) => Spread.Of(values.Select(v => (double?)v))!.Median;
}
