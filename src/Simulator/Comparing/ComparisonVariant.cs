using System.Collections.Immutable;

namespace SageServe.Simulator;

/// <summary>A scenario, unchanged or with values changed: a point of a sweep, or a what-if.</summary>
/// <param name="Name">What differs, for people: <c>planning.target-use=0.5</c>; <c>unchanged</c> for the first.</param>
/// <param name="Changes">Path and value of each change, for charts against the value.</param>
/// <param name="Source">The scenario with its changes.</param>
public sealed record ComparisonVariant(string Name, ImmutableArray<KeyValuePair<string, string>> Changes, IScenarioSource Source)
{
    public const string Unchanged = "unchanged";
}
