namespace SageServe.Cli;

/// <summary>Counts, latencies and attainment of a set of requests: a tier, or all of them.</summary>
internal sealed record LatencyReport
{
    public required RequestCounts Requests { get; init; }

    /// <summary>Scheduled arrival to first token; streams only.</summary>
    public required Percentiles TtftSeconds { get; init; }

    /// <summary>Mean time between tokens of each stream.</summary>
    public required Percentiles TbtSeconds { get; init; }

    /// <summary>Scheduled arrival to the end, completed requests.</summary>
    public required Percentiles E2eSeconds { get; init; }

    /// <summary>Against max(fixed, factor x unloaded prefill); null when no request can be judged.</summary>
    public double? SloAttainment { get; init; }

    /// <summary>Against the fixed target alone.</summary>
    public double? SloAttainmentFixedTarget { get; init; }

    public static LatencyReport Of(IReadOnlyCollection<CallResult> results, SloTargets? targets) => new()
    {
        Requests = RequestCounts.Of(results),
        TtftSeconds = Percentiles.Of(results.Select(r => r.Ttft)),
        TbtSeconds = Percentiles.Of(results.Select(r => r.Tbt)),
        E2eSeconds = Percentiles.Of(results.Where(r => r.Outcome == CallOutcome.Completed).Select(r => (TimeSpan?)r.EndToEnd)),
        SloAttainment = Attainment(results, targets, scaled: true),
        SloAttainmentFixedTarget = Attainment(results, targets, scaled: false),
    };

    private static double? Attainment(IReadOnlyCollection<CallResult> results, SloTargets? targets, bool scaled)
    {
        bool[] judged = targets is null ? [] : [.. results.Select(r => targets.Met(r, scaled)).Where(m => m is not null).Select(m => m!.Value)];
        return judged.Length == 0 ? null : Math.Round(judged.Count(m => m) / (double)judged.Length, 5);
    }
}
