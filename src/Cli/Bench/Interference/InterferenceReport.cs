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

    public double BaselineTtftP95Seconds => Spread.Of(Baseline.Select(r => r.TtftP95Seconds))?.Median ?? 0;

    public double BaselineAttainment => Spread.Of(Baseline.Select(r => r.Attainment))?.Median ?? 0;

    public InterferencePoint Product => Points.First(p => p.Rule == InterferenceCase.Ours && p.Name == InterferenceCase.Product.Name);

    /// <summary>The median over the seeds, as the two that follow.</summary>
    public double TtftRise => Product.Rise.Median;

    public double AttainmentLoss => Product.AttainmentLoss.Median;

    public double IdleShareUsed => Product.IdleShareUsed;

    /// <summary>By the medians over the seeds.</summary>
    public bool GoalMet => IsWithin(TtftRise, AttainmentLoss, IdleShareUsed);

    /// <summary>Seeds under which the product as it comes misses a limit.</summary>
    public IReadOnlyList<ulong> SeedsOutside =>
    [
        .. Seeds.Zip(Baseline, Product.Runs)
            .Where(s => !IsWithin(s.Third.TtftP95Seconds / s.Second.TtftP95Seconds - 1 ?? 0, s.Second.Attainment - s.Third.Attainment ?? 0, s.Third.IdleShareUsed))
            .Select(s => s.First),
    ];

    private static bool IsWithin(double rise, double loss, double idle) => rise <= TtftGoal && loss <= AttainmentGoal && idle >= IdleGoal;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}
