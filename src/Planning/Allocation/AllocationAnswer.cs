using System.Collections.Immutable;

namespace SageServe.Planning;

/// <param name="Targets">Replicas per pool, in the problem's order.</param>
/// <param name="Report">How it was found.</param>
/// <param name="Detail">A sentence for people: what could not be met, or why a fallback was used.</param>
internal sealed record AllocationAnswer(ImmutableArray<int> Targets, SolveReport Report, string Detail)
{
    /// <summary>What goes where; empty where no demand travels.</summary>
    public ImmutableArray<PlannedFlow> Flows { get; init; } = [];

    /// <summary>What gave way, where not everything could hold; the answer holds all that is left.</summary>
    public ImmutableArray<Concession> Concessions { get; init; } = [];

    /// <summary>What one unit more of a constraint is worth; empty without a solver.</summary>
    public ImmutableArray<ShadowPrice> Prices { get; init; } = [];

    /// <summary>As a plan tells it.</summary>
    public string Told => $"{Report.Allocator}: {Detail}";
}
