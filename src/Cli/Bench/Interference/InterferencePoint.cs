using System.Text.Json.Serialization;

namespace SageServe.Cli;

/// <summary>One case under every seed; its figures are medians of them.</summary>
/// <param name="Rule">Of release.</param>
/// <param name="Name">How aggressive.</param>
/// <param name="Runs">In the order of the seeds.</param>
/// <param name="Baseline">Interactive traffic alone, in the same order.</param>
internal sealed record InterferencePoint(string Rule, string Name, IReadOnlyList<InterferenceRun> Runs, [property: JsonIgnore] IReadOnlyList<InterferenceRun> Baseline)
{
    public double IdleShareUsed => Idle.Median;

    public double? TtftP95Seconds => Median(r => r.TtftP95Seconds);

    public double? Attainment => Median(r => r.Attainment);

    /// <summary>Of idle capacity, what was used.</summary>
    public Spread Idle => Spread.Of(Runs.Select(r => (double?)r.IdleShareUsed))!;

    /// <summary>Of TTFT p95 over that of the same seed alone, as a part of it.</summary>
    public Spread Rise => Spread.Of(Pairs.Select(p => p.Run.TtftP95Seconds / p.Alone.TtftP95Seconds - 1)) ?? new Spread(0, 0, 0);

    /// <summary>Of attainment against the same seed alone.</summary>
    public Spread AttainmentLoss => Spread.Of(Pairs.Select(p => p.Alone.Attainment - p.Run.Attainment)) ?? new Spread(0, 0, 0);

    [JsonIgnore]
    public double? TbtP95Seconds => Median(r => r.TbtP95Seconds);

    private IEnumerable<(InterferenceRun Alone, InterferenceRun Run)> Pairs => Baseline.Zip(Runs);

    private double? Median(Func<InterferenceRun, double?> of) => Spread.Of(Runs.Select(of))?.Median;
}
