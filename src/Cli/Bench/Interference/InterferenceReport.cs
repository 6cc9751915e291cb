using System.Text.Json;
using System.Text.Json.Serialization;

namespace SageServe.Cli;

/// <summary>What the benchmark found; each list of runs has one for each seed.</summary>
/// <param name="Scenario">Name.</param>
/// <param name="Seeds">In the order of the runs.</param>
/// <param name="Baseline">Interactive traffic alone.</param>
/// <param name="Capacity">Replica seconds a second, by the profile, that patient work alone reaches.</param>
/// <param name="Points">The cases.</param>
internal sealed record InterferenceReport(
    string Scenario, IReadOnlyList<ulong> Seeds, IReadOnlyList<InterferenceRun> Baseline, IReadOnlyList<double> Capacity, IReadOnlyList<InterferencePoint> Points)
{
    /// <summary>Interactive p95 TTFT may rise by this part of itself.</summary>
    public const double TtftGoal = 0.10;

    /// <summary>Attainment may fall by this.</summary>
    public const double AttainmentGoal = 0.005;

    /// <summary>Of the idle capacity, at least so much must be used.</summary>
    public const double IdleGoal = 0.60;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    public double BaselineTtftP95Seconds => Baseline.Average(r => r.TtftP95Seconds) ?? 0;

    public double BaselineAttainment => Baseline.Average(r => r.Attainment) ?? 0;

    public InterferencePoint Product => Points.First(p => p.Rule == InterferenceCase.Ours && p.Name == InterferenceCase.Product.Name);

    public double TtftRise => Rise(Product);

    public double AttainmentLoss => BaselineAttainment - (Product.Attainment ?? 0);

    public double IdleShareUsed => Product.IdleShareUsed;

    /// <summary>By the means over the seeds.</summary>
    public bool GoalMet => TtftRise <= TtftGoal && AttainmentLoss <= AttainmentGoal && IdleShareUsed >= IdleGoal;

    public double Rise(InterferencePoint point) => (point.TtftP95Seconds ?? 0) / BaselineTtftP95Seconds - 1;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}
