namespace SageServe.Cli;

/// <summary>What <c>bench planner</c> runs.</summary>
internal sealed record PlannerBenchOptions
{
    public required IReadOnlyList<PlannerBenchSize> Sizes { get; init; }

    /// <summary>Problems of each size.</summary>
    public required int Runs { get; init; }

    /// <summary>Of the first problem; the others follow it.</summary>
    public required ulong Seed { get; init; }
}
