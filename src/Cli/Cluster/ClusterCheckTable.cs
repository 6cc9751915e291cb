using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>The report for people: a line for each check, and what was seen where it is not as assumed.</summary>
internal static class ClusterCheckTable
{
    public static string Text(ClusterCheckReport report)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line($"Kubernetes {report.Version} at {report.Server}");
        text.AppendLine();
        foreach (var check in report.Checks)
        {
            Line($"{check.Outcome,-8} {check.Id,-28} {check.Sentence}");
            if (check.Seen is not null)
            {
                Line($"{"",-8} {"",-28} {(check.Outcome == "differs" ? "seen" : "why")}: {check.Seen}");
            }

            if (check.Outcome == "differs")
            {
                Line($"{"",-8} {"",-28} hurt: {check.ReliesOn}");
                Line($"{"",-8} {"",-28} source: {check.Source}");
            }
        }

        text.AppendLine();
        Line($"{report.Holds} hold, {report.Differs} differ, {report.Unknown} unknown, {report.Skipped} skipped");
        return text.ToString();
    }
}
