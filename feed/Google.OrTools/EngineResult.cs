namespace Google.OrTools.LinearSolver;

/// <summary>What an engine answered, copied out of its memory.</summary>
internal sealed record EngineResult(Solver.ResultStatus Status)
{
    public static readonly EngineResult None = new(Solver.ResultStatus.NOT_SOLVED);

    public double[] Values { get; init; } = [];

    public double[] ReducedCosts { get; init; } = [];

    public double[] DualValues { get; init; } = [];

    /// <summary>Lower bound of the minimised objective without its offset.</summary>
    public double MinimizedBound { get; init; } = double.NegativeInfinity;

    public long Iterations { get; init; }

    public long Nodes { get; init; }

    public bool HasSolution => Status is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE;

    public double Value(int column) => column < Values.Length ? Values[column] : 0;

    public double ReducedCost(int column) => column < ReducedCosts.Length ? ReducedCosts[column] : 0;

    public double DualValue(int row) => row < DualValues.Length ? DualValues[row] : 0;
}
