using System.Globalization;

namespace SageServe.Cli;

/// <summary>The outcome in plain words.</summary>
/// <param name="Strategy">That would have held every goal at the least cost; null when none would.</param>
/// <param name="Text">For people.</param>
internal sealed record BacktestVerdict(string? Strategy, string Text)
{
    public static BacktestVerdict Of(BacktestReport report)
    {
        var live = report.Strategies.Where(s => !s.IsBound && s.Runs > 0).ToList();
        if (live.Count == 0)
        {
            return new(null, "No strategy that a live scaler can run was tested, or none of their runs went well; bounds alone give no advice.");
        }

        var holding = live.Where(s => s.HoldsGoals).OrderBy(Cost).ThenBy(s => s.GpuHours?.Mean).ToList();
        return holding.Count == 0 ? new(null, Nobody(report, live)) : new(holding[0].Name, Best(report, holding) + Bound(report, holding[0]));
    }

    private static double? Cost(BacktestStrategy own) => own.CostUsd?.Mean;

    private static string Best(BacktestReport report, List<BacktestStrategy> holding)
    {
        var best = holding[0];
        var told = $"{best.Name} would have held every tier's goal at the least cost: {EstimateText.Number(best.CostUsd?.Mean)} USD and {EstimateText.Number(best.GpuHours?.Mean)} GPU-hours"
            + $"{Difference(report, best)}.";
        var next = holding.Skip(1).FirstOrDefault();
        told += next is null
            ? " No other strategy that was tested held them all."
            : string.Create(CultureInfo.InvariantCulture, $" Next is {next.Name} with {EstimateText.Number(next.CostUsd?.Mean)} USD ({Percent(Cost(next), Cost(best)):+0.0;-0.0;0.0} %).");
        return told + (best.IsNear() ? " An interval of its attainment reaches below a goal: more seeds or days may decide otherwise." : "");
    }

    private static string Difference(BacktestReport report, BacktestStrategy best)
    {
        var against = report.Ran is null ? $"than {report.Baseline}" : "than what ran";
        return best.AgainstBaseline?.CostPercent is not { } percent
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", {Math.Abs(percent.Mean):0.0} % {(percent.Mean < 0 ? "less" : "more")} {against}{Interval(percent)}");
    }

    private static string Interval(Estimate percent) => percent is { Low: { } low, High: { } high }
        ? string.Create(CultureInfo.InvariantCulture, $" (95 % interval over seeds {low:+0.0;-0.0;0.0}..{high:+0.0;-0.0;0.0} %)")
        : " (one seed: no interval)";

    private static string Bound(BacktestReport report, BacktestStrategy best)
    {
        var bound = report.Strategies.Where(s => s is { IsBound: true, HoldsGoals: true }).OrderBy(Cost).FirstOrDefault();
        return bound is not null && Cost(bound) < Cost(best)
            ? string.Create(CultureInfo.InvariantCulture, $" {bound.Name}, which knows what comes, would have needed {-Percent(Cost(bound), Cost(best)):0.0} % less still.")
            : "";
    }

    private static string Nobody(BacktestReport report, List<BacktestStrategy> live)
    {
        var nearest = live.OrderByDescending(s => s.Margin()).ThenBy(Cost).First();
        var missed = nearest.Tiers.Where(t => !t.Value.Holds).Select(t => $"{t.Key} {EstimateText.Percent(t.Value.Attainment?.Mean)} of {EstimateText.Percent(t.Value.Goal)}");
        var bounds = report.Strategies.Where(s => s.IsBound).ToList();
        var why = bounds.Count > 0 && bounds.TrueForAll(s => !s.HoldsGoals)
            ? " Not even the bounds would have: the pools' limits, the regions' capacity or the profiles leave no room for these goals."
            : " More room (planning.target-use, higher minimums) or more capacity may hold them; --set tries options.";
        return $"No strategy would have held every tier's goal. {nearest.Name} came nearest: {string.Join(", ", missed)}, for {EstimateText.Number(nearest.CostUsd?.Mean)} USD.{why}";
    }

    private static double Percent(double? value, double? of) => of > 0 ? ((value ?? 0) / of.Value - 1) * 100 : 0;
}
