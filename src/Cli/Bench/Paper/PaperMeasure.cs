using System.Collections.Immutable;
using SageServe.Simulator;

namespace SageServe.Cli;

/// <summary>One figure of an experiment, for each of its cases.</summary>
/// <param name="Name">With its unit.</param>
/// <param name="Of">Reads it from a run; null where the run has none.</param>
/// <param name="Paper">What the reference says, case by case; null where it says nothing.</param>
internal sealed record PaperMeasure(string Name, Func<ComparisonRun, double?> Of, ImmutableArray<double?> Paper)
{
    /// <summary>How its values are written, and that shares end at one.</summary>
    public AxisKind Kind { get; init; } = AxisKind.Number;

    public double Most => Kind == AxisKind.Share ? 1 : double.PositiveInfinity;
}
