namespace SageServe.Cli;

/// <summary>
/// The summary of a run as <c>--json</c> writes it (names in snake case). <see cref="Footnotes"/> defines each figure.
/// </summary>
internal sealed record RunReport
{
    public string Schema { get; init; } = "sageserve.run/1";

    public required string Command { get; init; }

    public required ulong Seed { get; init; }

    public ClockReport? Clocks { get; init; }

    public required LoadReport Load { get; init; }

    public required RequestCounts Requests { get; init; }

    public required Percentiles TtftSeconds { get; init; }

    public required Percentiles TbtSeconds { get; init; }

    public required Percentiles E2eSeconds { get; init; }

    public double? SloAttainment { get; init; }

    public double? SloAttainmentFixedTarget { get; init; }

    /// <summary>Keys interactive-fast, interactive-normal, non-interactive.</summary>
    public required IReadOnlyDictionary<string, LatencyReport> Tiers { get; init; }

    public required TokenCounts Tokens { get; init; }

    public double? GpuHours { get; init; }

    public double? GpuHoursStaticPeak { get; init; }

    public double? GpuHoursReactiveSimulated { get; init; }

    public ReactiveReport? Reactive { get; init; }

    public ScalingReport? Scaling { get; init; }

    public BatchReport? Batch { get; init; }

    /// <summary>Further attempts that the gateways count, patient work included.</summary>
    public double? GatewayRetries { get; init; }

    public required IReadOnlyList<string> Footnotes { get; init; }

    /// <summary>The part that every kind of run has.</summary>
    public static RunReport OfLoad(string command, ulong seed, LoadReport load, IReadOnlyCollection<CallResult> results, SloTargets? targets)
    {
        var all = LatencyReport.Of(results, targets);
        return new RunReport
        {
            Command = command,
            Seed = seed,
            Load = load,
            Requests = all.Requests,
            TtftSeconds = all.TtftSeconds,
            TbtSeconds = all.TbtSeconds,
            E2eSeconds = all.E2eSeconds,
            SloAttainment = all.SloAttainment,
            SloAttainmentFixedTarget = all.SloAttainmentFixedTarget,
            Tiers = ServiceTiers.All.ToDictionary(t => t.WireName(), t => LatencyReport.Of([.. results.Where(r => r.Arrival.Tier == t)], targets)),
            Tokens = TokenCounts.Of(results),
            Footnotes = RunFootnotes.OfLoad,
        };
    }
}
