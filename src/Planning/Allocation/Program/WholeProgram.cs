using System.Collections.Immutable;
using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>One solve with whole replicas by branch and cut.</summary>
/// <param name="Status">Optimal means: within the gap that was asked for.</param>
/// <param name="Targets">Replicas per pool; empty without a solution.</param>
/// <param name="Bound">What no plan beats, USD; null where it is not known.</param>
/// <param name="Size">Columns and rows.</param>
internal sealed record WholeProgram(Solver.ResultStatus Status, ImmutableArray<int> Targets, double? Bound, (int Columns, int Rows) Size)
{
    /// <summary>CBC that is cut before its first node is done may call the program infeasible or the solution optimal: from here on no proof is believed.</summary>
    private const double CutShare = 0.95;

    /// <summary>CBC that has a plan to begin with ends the process where its time is over in the first milliseconds, so with little time it gets none.</summary>
    private const double StartSeconds = 1;

    /// <summary>Null where the engine is missing.</summary>
    /// <param name="index">The problem.</param>
    /// <param name="engine">Its name.</param>
    /// <param name="seconds">Longest search.</param>
    /// <param name="gap">Relative gap at which it may stop.</param>
    /// <param name="start">A plan to begin with; null: none.</param>
    /// <param name="isElastic">True: constraints may give way.</param>
    public static WholeProgram? Solve(AllocationIndex index, string engine, double seconds, double gap, int[]? start, bool isElastic = false)
    {
        using var solver = Solver.CreateSolver(engine);
        if (solver is null)
        {
            return null;
        }

        var model = new AllocationModel(solver, index, isWhole: true, isElastic);
        if (start is not null && seconds >= StartSeconds)
        {
            model.Hint(start);
        }

        var begun = solver.WallTime();
        solver.SetTimeLimit((long)Math.Max(1, seconds * 1000));
        using var parameters = new MPSolverParameters();
        parameters.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, gap);
        var ended = solver.Solve(parameters);
        var status = solver.WallTime() - begun < CutShare * 1000 * seconds ? ended : WithoutProof(ended);
        var hasPlan = status is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE;

        // The package writes a line to stderr when it is asked for what a solve without a solution does not have.
        double? bound = hasPlan && !isElastic && solver.Objective().BestBound() is var told && double.IsFinite(told) ? told : null;
        return new WholeProgram(
            status, hasPlan ? model.Targets() : [], bound, (solver.NumVariables(), solver.NumConstraints()));
    }

    private static Solver.ResultStatus WithoutProof(Solver.ResultStatus status) => status switch
    {
        Solver.ResultStatus.OPTIMAL => Solver.ResultStatus.FEASIBLE,
        Solver.ResultStatus.INFEASIBLE or Solver.ResultStatus.UNBOUNDED => Solver.ResultStatus.NOT_SOLVED,
        _ => status,
    };
}
