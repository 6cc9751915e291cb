using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>A backtest for the terminal: aligned columns that can be piped and pasted.</summary>
internal static class BacktestText
{
    /// <summary>Of an attainment's column.</summary>
    private const int Width = 20;

    public static string Of(BacktestReport report)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture).TrimEnd()).Append('\n');
        var window = report.Load.Window;
        Line($"{report.Options.Source}: {window.Start.ToDateTimeOffset():yyyy-MM-dd HH:mm} to {window.End.ToDateTimeOffset():yyyy-MM-dd HH:mm} UTC, {EstimateText.Number(report.Load.Requests)} requests, {report.Seeds}");
        foreach (var remark in RecordRemarks.Of(report))
        {
            Line($"{remark}");
        }

        Line($"");
        string[] tiers = [.. report.Strategies.SelectMany(s => s.Tiers.Keys).Distinct().Order(StringComparer.Ordinal)];
        Line($"{"",-24}{"GPU-hours",10}{"cost USD",10}  {"cost against " + report.Baseline,-28}{string.Concat(tiers.Select(t => Head(t, report.Goal(t))))}{"starts",8}{"stops",8}{"wasted",8}{"late",8}");
        if (report.Ran is { } ran)
        {
            Line($"{BacktestReport.AsItRan,-24}{EstimateText.Number(ran.GpuHours),10}{EstimateText.Number(ran.CostUsd),10}  {"",-28}{string.Concat(tiers.Select(t => $"{EstimateText.Percent(ran.Attainment.TryGetValue(t, out var met) ? met : null),Width}"))}{EstimateText.Number(ran.Started),8}{EstimateText.Number(ran.Stopped),8}{EstimateText.None,8}{EstimateText.None,8}");
        }

        foreach (var own in report.Strategies)
        {
            Line($"{own.Name + (own.IsBound ? " (bound)" : ""),-24}{Number(own.GpuHours),10}{Number(own.CostUsd),10}  {Difference(own),-28}{string.Concat(tiers.Select(t => Cell(own, t)))}{Number(own.Started),8}{Number(own.Stopped),8}{Number(own.WastedGpuHours),8}{Number(own.PatientLate),8}");
        }

        Line($"! below the goal. wasted: GPU-hours paid for and serving nobody. late: patient requests not done within their window.");
        Line($"\n{report.Verdict.Text}");
        Line($"\nIt rests on this:");
        foreach (var line in BacktestAssumptions.Of(report))
        {
            Line($"- {line}");
        }

        return text.ToString();
    }

    private static string Head(string tier, double goal) => string.Create(CultureInfo.InvariantCulture, $"{tier.Replace("interactive-", "", StringComparison.Ordinal).Replace("non-interactive", "patient", StringComparison.Ordinal)} ({goal * 100:0.##} %)").PadLeft(Width);

    private static string Cell(BacktestStrategy own, string tier)
    {
        if (!own.Tiers.TryGetValue(tier, out var told) || told.Attainment is not { } met)
        {
            return EstimateText.None.PadLeft(Width);
        }

        return $"{(told.Holds ? "" : "! ")}{EstimateText.Percent(met.Mean)}{(met is { Low: { } low, High: { } high } ? $" ±{(high - low) / 2 * 100:0.00}" : "")}".PadLeft(Width);
    }

    private static string Difference(BacktestStrategy own) =>
        own.AgainstBaseline?.CostPercent is { } percent ? $"{EstimateText.Signed(percent.Mean, " %")} {EstimateText.Range(percent, v => EstimateText.Signed(v, ""))}" : "";

    private static string Number(Estimate? estimate) => EstimateText.Number(estimate?.Mean);
}
