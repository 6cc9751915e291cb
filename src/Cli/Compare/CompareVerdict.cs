using System.Globalization;

namespace SageServe.Cli;

/// <summary>What a comparison says in plain words: one sentence for each strategy against the baseline.</summary>
internal static class CompareVerdict
{
    public static IEnumerable<string> Sentences(ComparisonResult result, int variant = 0)
    {
        var baseline = result.Summary(variant, 0);
        for (var i = 1; i < result.Plan.Strategies.Length; i++)
        {
            yield return Sentence(result.Summary(variant, i), baseline);
        }
    }

    /// <summary>Said of every comparison, whatever came out.</summary>
    public static string Seeds(ComparisonResult result) => result.Plan.Seeds.Length == 1
        ? "One seed: there are no intervals, and a difference may be chance. Use --seeds 5 for intervals."
        : $"Intervals are 95 % (Student's t over {result.Plan.Seeds.Length} seeds); differences are paired by seed, because all strategies see the same arrivals and faults under a seed.";

    private static string Sentence(StrategySummary own, StrategySummary baseline)
    {
        if (own.Runs == 0 || own.Against("gpu_hours_percent") is not { } hours)
        {
            return $"{own.Strategy} cannot be compared with {baseline.Strategy}: no seed has a run of both that went well.";
        }

        return $"{own.Strategy} used {Change(hours, baseline.Strategy)}{Interval(hours)}{Attainments(own, baseline)}.";
    }

    private static string Change(Estimate percent, string baseline) => Math.Abs(percent.Mean) < 0.05
        ? $"as many GPU-hours as {baseline}"
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(percent.Mean):0.0} % {(percent.Mean < 0 ? "fewer" : "more")} GPU-hours than {baseline}");

    /// <summary>Zero is outside the interval; with one seed nothing is clear.</summary>
    internal static bool IsClear(Estimate difference) => difference is { Low: { } low, High: { } high } && (low > 0 || high < 0);

    /// <summary>In the direction of the sentence: of fewer hours the interval of how many fewer.</summary>
    private static string Interval(Estimate percent) => percent switch
    {
        { Low: { } low, High: { } high } when IsClear(percent) && percent.Mean < 0 => string.Create(CultureInfo.InvariantCulture, $" (95 % interval {-high:0.0}..{-low:0.0})"),
        { Low: { } low, High: { } high } when IsClear(percent) => string.Create(CultureInfo.InvariantCulture, $" (95 % interval {low:0.0}..{high:0.0})"),
        { Low: { } low, High: { } high } when high - low > 0.1 => string.Create(CultureInfo.InvariantCulture, $" (not settled by these seeds: 95 % interval {low:+0.0;-0.0;0.0}..{high:+0.0;-0.0;0.0})"),
        _ => "",
    };

    private static string Attainments(StrategySummary own, StrategySummary baseline)
    {
        var parts = new List<string>();
        foreach (var tier in ServiceTiers.All.Select(t => t.WireName()))
        {
            var path = RunFigures.OfTier(tier, "slo_attainment");
            if (own.Value(path) is { } ours && baseline.Value(path) is { } theirs)
            {
                var (mine, other) = (EstimateText.Percent(ours.Mean), EstimateText.Percent(theirs.Mean));
                var clear = own.Runs > 1 && own.Against(path + "_points") is { } points && !IsClear(points) ? " (no clear difference)" : "";
                parts.Add(mine == other ? $"{tier} {mine} both" : $"{tier} {mine} against {other}{clear}");
            }
        }

        return parts.Count == 0 ? "" : "; SLO attainment: " + string.Join(", ", parts);
    }
}
