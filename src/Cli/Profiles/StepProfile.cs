using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>A profile from a step table.</summary>
internal static class StepProfile
{
    public static FitOutcome Fit(ImmutableArray<StepMeasurement> rows, ThroughputProfile limits)
    {
        var fit = StepTableFit.Run(rows, limits);
        var profile = fit.Profile with { Source = string.Create(CultureInfo.InvariantCulture, $"Medians of {rows.Length} measured steps (sageserve profile fit).") };
        var prefill = rows.Where(r => fit.PrefillIsOfTheBatch || r.Batch == 1)
            .Select(r => (Size: r.PromptTokens * (fit.PrefillIsOfTheBatch ? r.Batch : 1), r.PrefillSeconds));
        return new FitOutcome
        {
            Kind = "steps",
            Profile = profile,
            TellsContext = fit.ContextKnown,
            Numbers =
            [
                new FittedNumber($"prefill of {profile.Prefill[^1].Size} tokens", profile.Prefill[^1].Seconds, null),
                new FittedNumber($"decode step of {profile.Decode[0].Size} sequence(s)", profile.Decode[0].Seconds, null),
                new FittedNumber($"decode step of {profile.Decode[^1].Size} sequences", profile.Decode[^1].Seconds, null),
                new FittedNumber("per KV token read" + (fit.ContextKnown ? "" : " (taken)"), profile.DecodeSecondsPerContextToken, null),
            ],
            Series =
            [
                new FitSeries("prefill step", "tokens in the step", [.. prefill.Select(p => new FitPoint(p.Size, p.PrefillSeconds, StepTable.Seconds(profile.Prefill, p.Size)))]),
                new FitSeries("decode step", "sequences", [.. rows.Select(r => new FitPoint(
                    r.Batch, r.DecodeSeconds, profile.DecodeStepSeconds(r.Batch) + profile.DecodeSecondsPerContextToken * r.Batch * r.PromptTokens))]),
            ],
            Warnings = [.. Warnings(rows, fit)],
        };
    }

    private static IEnumerable<string> Warnings(ImmutableArray<StepMeasurement> rows, StepTableFitResult fit)
    {
        if (!fit.PrefillIsOfTheBatch)
        {
            yield return "Prefill times do not grow with the batch, so they are of one prompt: rows with more than one sequence are left out of the prefill table, and their decode times may contain the prefill of the others. Measure decode steps after all prefills are done.";
        }

        if (!fit.ContextKnown)
        {
            yield return "Single sequences of fewer than three lengths, or none that decodes slower when longer: the cost of reading the KV cache is not in the data. Add batch 1 at prompts of 512, 2,048 and 8,192 tokens.";
        }

        if (rows.Max(r => r.Batch) < 32)
        {
            yield return $"The largest batch is {rows.Max(r => r.Batch)}; beyond it decode steps follow the last slope. Add batches of 32 and 64.";
        }
    }
}
