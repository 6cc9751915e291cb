using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>A profile from a throughput table.</summary>
internal static class BatchProfile
{
    private const double Unsure = 0.15;

    public static FitOutcome Fit(ImmutableArray<(BatchRun Run, double Seconds)> rows, ThroughputProfile limits)
    {
        ImmutableArray<(BatchRun Run, double Seconds)> fitting = [.. rows.Where(r => (long)r.Run.Batch * (r.Run.PromptTokens + r.Run.OutputTokens) <= limits.KvCapacityTokens)];
        if (fitting.Length < 4)
        {
            throw new BadInputException($"Only {fitting.Length} rows fit a KV cache of {limits.KvCapacityTokens:N0} tokens. At least 4 are needed; check --kv-capacity or add smaller batches.");
        }

        var (c, fit, tied) = ThroughputFit.Run(fitting);
        return new FitOutcome
        {
            Kind = "throughput",
            Profile = c.ApplyTo(limits) with { Source = string.Create(CultureInfo.InvariantCulture, $"Fitted to {fitting.Length} measured batches (sageserve profile fit).") },
            TellsContext = true,
            Numbers =
            [
                new FittedNumber("step, fixed part (prefill and decode alike)", c.DecodeBase, fit.RelativeErrors[0]),
                new FittedNumber("prefill step, per prompt token", c.PrefillPerToken, fit.RelativeErrors[1]),
                new FittedNumber("decode step, per sequence" + (tied ? " (taken: a prompt token)" : ""), c.DecodePerSequence, tied ? null : fit.RelativeErrors[3]),
                new FittedNumber("per KV token read", c.PerContextToken, fit.RelativeErrors[2]),
            ],
            Series = [new FitSeries("batch", "requests in the batch", [.. fitting.Select(r => new FitPoint(r.Run.Batch, r.Seconds, Roofline.BatchSeconds(c, r.Run)))])],
            Curves = [.. fitting.GroupBy(r => (r.Run.PromptTokens, r.Run.OutputTokens)).OrderBy(g => g.Key).Select(g => Curve(c, g.Key, [.. g]))],
            Warnings = [.. Warnings(fit, tied, fitting)],
            Notes = fitting.Length < rows.Length ? [$"{rows.Length - fitting.Length} rows are beyond saturation (more tokens than the KV cache holds) and left out."] : [],
        };
    }

    private static FitSeries Curve(StepCoefficients c, (int Prompt, int Output) length, (BatchRun Run, double Seconds)[] rows)
    {
        double Rate(BatchRun run, double seconds) => run.Batch * (double)(run.PromptTokens + run.OutputTokens) / seconds;
        return new FitSeries(
            $"{length.Prompt}+{length.Output}", "requests in the batch",
            [.. rows.OrderBy(r => r.Run.Batch).Select(r => new FitPoint(r.Run.Batch, Rate(r.Run, r.Seconds), Rate(r.Run, Roofline.BatchSeconds(c, r.Run))))]);
    }

    private static IEnumerable<string> Warnings(CurveFitResult fit, bool tied, ImmutableArray<(BatchRun Run, double Seconds)> rows)
    {
        if (tied)
        {
            yield return "Input and output are always in the same proportion: a prompt token and a decoding sequence can't be told apart and are taken as equal. Add rows with one output token (prefill alone).";
        }

        if (fit.RelativeErrors[2] > Unsure)
        {
            yield return "The cost of reading the KV cache is not told. Add rows with long inputs at large batches.";
        }

        if (fit.RelativeErrors[1] > Unsure)
        {
            yield return "The cost of a prompt token is not told. Add rows with larger batches.";
        }

        if (rows.Max(r => r.Run.Batch) < 32)
        {
            yield return $"The largest batch is {rows.Max(r => r.Run.Batch)}. Add batches up to the one that the engine is run at.";
        }
    }
}
