namespace SageServe.Cli;

/// <summary>A size of problem, and what is asked of the plan.</summary>
/// <param name="Models">Models.</param>
/// <param name="Regions">Regions.</param>
/// <param name="Types">Kinds of hardware.</param>
/// <param name="Seconds">Longest search.</param>
/// <param name="Gap">Proven distance from the least cost at which it may stop; 0: proven least.</param>
/// <param name="GoalMilliseconds">By when that should be so.</param>
internal sealed record PlannerBenchSize(int Models, int Regions, int Types, double Seconds, double Gap, double GoalMilliseconds)
{
    public static readonly IReadOnlyList<PlannerBenchSize> All =
    [
        new(4, 3, 1, 10, 0, 50),
        new(20, 20, 5, 10, 0.02, 10_000),
        new(100, 60, 5, 120, 0.03, 120_000),
    ];
}
