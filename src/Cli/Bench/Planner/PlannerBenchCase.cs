namespace SageServe.Cli;

/// <summary>How one problem went.</summary>
internal sealed record PlannerBenchCase
{
    /// <summary>A gap that is none.</summary>
    private const double ProvenGap = 1e-6;

    public required int Models { get; init; }

    public required int Regions { get; init; }

    public required int Types { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Pools and groups: whole numbers to be found.</summary>
    public required int Cells { get; init; }

    /// <summary>Until the search ended: at the gap asked for or at its seconds.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>Proven distance from the least cost; null where nothing was proven.</summary>
    public required double? Gap { get; init; }

    /// <summary>True when the checker finds every constraint kept.</summary>
    public required bool Feasible { get; init; }

    /// <summary>Until the first plan stood, greedy and repaired.</summary>
    public required double FirstMilliseconds { get; init; }

    /// <summary>True when the checker finds every constraint kept in that one too.</summary>
    public required bool FirstFeasible { get; init; }

    public required double FirstUsd { get; init; }

    public required double ObjectiveUsd { get; init; }

    public required double? BestBoundUsd { get; init; }

    public required string Status { get; init; }

    public required string Allocator { get; init; }

    public required double GoalGap { get; init; }

    public required double GoalMilliseconds { get; init; }

    /// <summary>True when it is feasible, the first plan stood within a second, and the gap was reached in time.</summary>
    public bool GoalMet => Feasible && FirstFeasible && FirstMilliseconds <= 1000 && Gap <= GoalGap + ProvenGap && Milliseconds <= GoalMilliseconds;

    /// <summary>What the checker found.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];
}
