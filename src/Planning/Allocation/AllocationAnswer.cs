using System.Collections.Immutable;

namespace SageServe.Planning;

/// <param name="Targets">Replicas per pool, in the problem's order.</param>
/// <param name="Report">How it was found.</param>
/// <param name="Detail">A sentence for people: what could not be met, or why a fallback was used.</param>
internal sealed record AllocationAnswer(ImmutableArray<int> Targets, SolveReport Report, string Detail)
{
    /// <summary>As a plan tells it.</summary>
    public string Told => $"{Report.Allocator}: {Detail}";
}
