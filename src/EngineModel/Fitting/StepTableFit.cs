using System.Collections.Immutable;

namespace SageServe.EngineModel;

/// <summary>
/// Makes the two tables of a profile from measured steps: medians of prefill time by tokens in the step, and of decode time by
/// sequences, less what reading the context takes.
/// </summary>
public static class StepTableFit
{
    /// <param name="rows">Measured steps; at least two sizes of prompt.</param>
    /// <param name="limits">Everything but the step times.</param>
    public static StepTableFitResult Run(IReadOnlyList<StepMeasurement> rows, ThroughputProfile limits)
    {
        var whole = PrefillIsOfTheBatch(rows);
        var prefill = Medians(rows.Where(r => whole || r.Batch == 1), r => r.PromptTokens * (whole ? r.Batch : 1), r => r.PrefillSeconds);
        var context = ContextSlope(rows);
        var decode = Medians(rows, r => r.Batch, r => Math.Max(1e-6, r.DecodeSeconds - (context ?? 0) * r.Batch * r.PromptTokens));
        var profile = limits with { Prefill = prefill, Decode = decode, DecodeSecondsPerContextToken = context ?? limits.DecodeSecondsPerContextToken };
        return new StepTableFitResult(profile, whole, context is not null);
    }

    /// <summary>Some harnesses report the first prompt's prefill whatever the batch; a batch of eight or more then costs less than twice one.</summary>
    private static bool PrefillIsOfTheBatch(IReadOnlyList<StepMeasurement> rows)
    {
        var ratios = rows.Where(r => r.Batch >= 8)
            .SelectMany(r => rows.Where(a => a.Batch == 1 && a.PromptTokens == r.PromptTokens).Select(a => r.PrefillSeconds / a.PrefillSeconds / Math.Sqrt(r.Batch)))
            .ToArray();
        return ratios.Length == 0 || Sample.Quantile(ratios, 0.5) > 0.8;
    }

    /// <summary>Seconds per KV token from single sequences of different lengths; null when there are fewer than three or it is not positive.</summary>
    private static double? ContextSlope(IReadOnlyList<StepMeasurement> rows)
    {
        var alone = rows.Where(r => r.Batch == 1).GroupBy(r => r.PromptTokens)
            .Select(g => (X: (double)g.Key, Y: Sample.Quantile(g.Select(r => r.DecodeSeconds), 0.5))).OrderBy(p => p.X).ToArray();
        if (alone.Length < 3)
        {
            return null;
        }

        // Theil-Sen: the median of all pairwise slopes shrugs off the one length at which an engine preempts.
        var slope = Sample.Quantile(alone.SelectMany((a, i) => alone.Skip(i + 1).Select(b => (b.Y - a.Y) / (b.X - a.X))), 0.5);
        return slope > 0 ? slope : null;
    }

    private static ImmutableArray<StepPoint> Medians(IEnumerable<StepMeasurement> rows, Func<StepMeasurement, int> size, Func<StepMeasurement, double> seconds) =>
        [.. rows.GroupBy(size).OrderBy(g => g.Key).Select(g => new StepPoint(g.Key, Sample.Quantile(g.Select(seconds), 0.5)))];
}
