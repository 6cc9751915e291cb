using System.Runtime.InteropServices;

namespace Google.OrTools.LinearSolver;

/// <summary>Linear programs by COIN-OR's simplex; integers are taken as continuous.</summary>
internal sealed class ClpEngine : IEngine
{
    private static readonly Lazy<bool> Available = new(() => NativeLibrary.TryLoad(ClpNative.Library, out _));

    public static bool IsAvailable => Available.Value;

    public bool SolvesIntegers => false;

    public EngineResult Solve(Problem problem, MPSolverParameters parameters, TimeSpan? timeLimit)
    {
        var model = ClpNative.NewModel();
        try
        {
            ClpNative.SetLogLevel(model, 0);
            problem.LoadInto(model, ClpNative.LoadProblem);
            ClpNative.SetPrimalTolerance(model, parameters.GetDoubleParam(MPSolverParameters.DoubleParam.PRIMAL_TOLERANCE));
            ClpNative.SetDualTolerance(model, parameters.GetDoubleParam(MPSolverParameters.DoubleParam.DUAL_TOLERANCE));
            if (timeLimit is { } limit)
            {
                ClpNative.SetMaximumSeconds(model, Math.Max(0.001, limit.TotalSeconds));
            }

            _ = ClpNative.InitialSolve(model);
            return Read(model, problem);
        }
        finally
        {
            ClpNative.DeleteModel(model);
        }
    }

    private static EngineResult Read(nint model, Problem problem)
    {
        var result = new EngineResult(StatusOf(model)) { Iterations = ClpNative.IterationCount(model) };
        if (!result.HasSolution)
        {
            return result;
        }

        // Duals of the negated problem are negated back, so that they speak of the objective as it was given.
        var sign = problem.Negated ? -1 : 1;
        return result with
        {
            Values = Copy(ClpNative.ColumnSolution(model), problem.ColumnCount, 1),
            ReducedCosts = Copy(ClpNative.ReducedCost(model), problem.ColumnCount, sign),
            DualValues = Copy(ClpNative.RowPrice(model), problem.RowCount, sign),
            MinimizedBound = result.Status == Solver.ResultStatus.OPTIMAL ? ClpNative.ObjectiveValue(model) : double.NegativeInfinity,
        };
    }

    private static Solver.ResultStatus StatusOf(nint model) => ClpNative.Status(model) switch
    {
        0 => Solver.ResultStatus.OPTIMAL,
        1 => Solver.ResultStatus.INFEASIBLE,
        2 => Solver.ResultStatus.UNBOUNDED,
        3 => ClpNative.PrimalFeasible(model) != 0 ? Solver.ResultStatus.FEASIBLE : Solver.ResultStatus.NOT_SOLVED,
        _ => Solver.ResultStatus.ABNORMAL,
    };

    private static double[] Copy(nint from, int count, int sign)
    {
        var values = new double[count];
        Marshal.Copy(from, values, 0, count);
        for (var i = 0; sign < 0 && i < count; i++)
        {
            values[i] = -values[i];
        }

        return values;
    }
}
