using System.Globalization;
using System.Text;

namespace SageServe.Cli;

/// <summary>The figures for people.</summary>
internal static class SavingsText
{
    public static string Of(SavingsReport report)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (var skipped in report.Skipped)
        {
            Line($"SKIPPED: {skipped}");
        }

        foreach (var found in report.Found)
        {
            Line($"Frozen, {found.Strategy} ({(found.Candidates > 0 ? $"best of {found.Candidates} on {string.Join("; ", report.Training)}" : "as the program has them")}): {string.Join(", ", found.Settings.Select(s => $"{s.Key}={s.Value}"))}");
        }

        foreach (var result in report.Cases)
        {
            Line($"\n{result.Name}");
            Line($"  {"",-20}{"GPU-hours",10}{"of ours",9}{"wasted",8}{"starts",8}{"fast",9}{"normal",9}{"patient",9}{"knob",6}   as frozen");
            foreach (var outcome in result.Outcomes.Concat(result.Ablation))
            {
                var figures = outcome.Figures;
                Line($"  {outcome.Strategy,-20}{figures.GpuHours,10:0}{figures.GpuHours / result.Ours.Figures.GpuHours,9:0.00}{figures.Wasted,8:0}{figures.Starts,8:0}{Tier(figures, ServiceTier.InteractiveFast),9}{Tier(figures, ServiceTier.InteractiveNormal),9}{Tier(figures, ServiceTier.NonInteractive),9}{outcome.Knob,6:0.#}   {outcome.Frozen.GpuHours:0} at {outcome.Frozen.Attainment:P1}{(outcome.Holds ? "" : "; HOLDS NOWHERE")}");
            }

            Line($"  {Verdict(result)}");
        }

        Line($"\n{report.Cases.Count(c => c.Missed.IsEmpty)} of {report.Cases.Length} cases reach every goal.");
        return text.ToString();
    }

    public static string Verdict(SavingsResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.AgainstReactive:P0} less than Reactive, {result.AgainstTuned:P1} less than tuned; {(result.GapClosed is { } closed ? $"{closed:P0} of a gap of {result.Gap:P1} closed" : $"gap of {result.Gap:P1} too small to count")}; waste x {result.WastedFactor:0.0}, starts x {result.StartsFactor:0.0} of the clairvoyant's. {(result.Missed.IsEmpty ? "All reached." : $"NOT REACHED: {string.Join("; ", result.Missed)}.")}");

    public static string Tier(SavingsFigures figures, ServiceTier tier) =>
        figures.Tiers.TryGetValue(tier.WireName(), out var told) && told.Requests > 0 ? told.Attainment.ToString("P2", CultureInfo.InvariantCulture) : "-";
}
