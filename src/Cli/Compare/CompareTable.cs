using System.Text;

namespace SageServe.Cli;

/// <summary>A comparison as text: aligned columns that can be piped and pasted.</summary>
internal static class CompareTable
{
    public static string Text(ComparisonResult result)
    {
        var text = new StringBuilder();
        var plan = result.Plan;
        text.AppendLine($"{plan.Variants[0].Source.Name}: {plan.Variants[0].Source.Title}");
        text.AppendLine($"{result.Runs.Length} runs, seeds {plan.Seeds[0]}..{plan.Seeds[^1]}. {CompareVerdict.Seeds(result)}");
        for (var variant = 0; variant < plan.Variants.Length; variant++)
        {
            text.AppendLine();
            if (plan.Variants.Length > 1)
            {
                text.AppendLine($"== {plan.Variants[variant].Name}");
            }

            Capacity(text, result, variant);
            text.AppendLine();
            Tiers(text, result, variant);
        }

        text.AppendLine();
        foreach (var line in CompareVerdict.Sentences(result).Concat(CompareNotes.Short(result)))
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }

    private static void Capacity(StringBuilder text, ComparisonResult result, int variant)
    {
        text.AppendLine($"{"strategy",-18}{"GPU-hours",11}{"95 %",20}{"against " + result.Plan.Strategies[0],28}{"cost USD",12}{"wasted",10}{"(paper)",10}{"idle",10}{"moves",8}");
        for (var i = 0; i < result.Plan.Strategies.Length; i++)
        {
            var own = result.Summary(variant, i);
            var hours = own.Value(RunFigures.GpuHours);
            var against = own.Against("gpu_hours_percent");
            text.AppendLine(
                $"{own.Strategy,-18}{Number(own, RunFigures.GpuHours),11}{EstimateText.Range(hours, EstimateText.Number),20}"
                + $"{(i == 0 ? "" : $"{EstimateText.Signed(against?.Mean, " %")} {EstimateText.Range(against, v => EstimateText.Signed(v, ""))}"),28}"
                + $"{Number(own, RunFigures.CostUsd),12}{Number(own, RunFigures.Wasted),10}{Number(own, RunFigures.WastedPaper),10}{Number(own, RunFigures.Idle),10}{Number(own, RunFigures.Moves),8}");
        }
    }

    private static void Tiers(StringBuilder text, ComparisonResult result, int variant)
    {
        text.AppendLine($"{"tier",-20}{"strategy",-18}{"requests",10}{"SLO met",10}{"95 %",22} | {"TTFT p50",9}{"p95",8}{"p99",8} | {"TBT p50",8}{"p95",8}{"p99",8} | {"E2E p50",8}{"p95",8}{"p99",8}");
        foreach (var tier in ServiceTiers.All.Select(t => t.WireName()))
        {
            for (var i = 0; i < result.Plan.Strategies.Length; i++)
            {
                var own = result.Summary(variant, i);
                double? Of(string figure) => own.Value(RunFigures.OfTier(tier, figure))?.Mean;
                if (Of("requests") is not > 0)
                {
                    continue;
                }

                var attainment = own.Value(RunFigures.OfTier(tier, "slo_attainment"));
                text.AppendLine(
                    $"{tier,-20}{own.Strategy,-18}{EstimateText.Number(Of("requests")),10}{EstimateText.Percent(attainment?.Mean),10}{EstimateText.Range(attainment, EstimateText.Percent),22} | "
                    + string.Join(" | ", new[] { ("ttft_seconds", 9), ("tbt_seconds", 8), ("e2e_seconds", 8) }.Select(m =>
                        EstimateText.Seconds(Of(m.Item1 + ".p50")).PadLeft(m.Item2) + EstimateText.Seconds(Of(m.Item1 + ".p95")).PadLeft(8) + EstimateText.Seconds(Of(m.Item1 + ".p99")).PadLeft(8))));
            }
        }
    }

    private static string Number(StrategySummary own, string path) => EstimateText.Number(own.Value(path)?.Mean);
}
