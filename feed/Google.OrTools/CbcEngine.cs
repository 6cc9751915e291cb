using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Google.OrTools.LinearSolver;

/// <summary>Mixed integer programs by COIN-OR's branch and cut.</summary>
internal sealed class CbcEngine : IEngine
{
    /// <summary>CBC keeps parameters in static memory: solves of two threads at once end abnormally.</summary>
    private static readonly Lock OneAtATime = new();

    /// <summary>CBC that is cut before its first node is done may call the program infeasible or the solution optimal: no proof is believed from here on.</summary>
    private const double LimitSlack = 0.95;

    private static readonly Lazy<bool> Available = new(() => NativeLibrary.TryLoad(CbcNative.Library, out _) && ClpEngine.IsAvailable);

    public static bool IsAvailable => Available.Value;

    public bool SolvesIntegers => true;

    public EngineResult Solve(Problem problem, MPSolverParameters parameters, TimeSpan? timeLimit)
    {
        // Without integers CBC's interface leaves the status unset; its own simplex is asked instead.
        if (!problem.Integers.Contains(true))
        {
            return new ClpEngine().Solve(problem, parameters, timeLimit);
        }

        lock (OneAtATime)
        {
            var model = CbcNative.NewModel();
            try
            {
                Load(model, problem);
                Configure(model, parameters, timeLimit);
                var watch = Stopwatch.StartNew();
                _ = CbcNative.Solve(model);
                return Read(model, problem, wasCut: timeLimit is { } limit && watch.Elapsed >= limit * LimitSlack);
            }
            finally
            {
                CbcNative.DeleteModel(model);
            }
        }
    }

    private static void Load(nint model, Problem problem)
    {
        problem.LoadInto(model, CbcNative.LoadProblem);
        CbcNative.SetObjectiveSense(model, 1);
        for (var j = 0; j < problem.ColumnCount; j++)
        {
            if (problem.Integers[j])
            {
                CbcNative.SetInteger(model, j);
            }
        }

        if (problem.Hint.Count > 0)
        {
            CbcNative.SetMipStart(model, problem.Hint.Count, [.. problem.Hint.Select(h => h.Column)], [.. problem.Hint.Select(h => h.Value)]);
        }
    }

    private static void Configure(nint model, MPSolverParameters parameters, TimeSpan? timeLimit)
    {
        // Silent: stdout belongs to the program.
        CbcNative.SetLogLevel(model, 0);
        CbcNative.SetParameter(model, "log", "0");
        CbcNative.SetParameter(model, "ratioGap", Text(parameters.GetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP)));
        CbcNative.SetParameter(model, "primalTolerance", Text(parameters.GetDoubleParam(MPSolverParameters.DoubleParam.PRIMAL_TOLERANCE)));
        CbcNative.SetParameter(model, "dualTolerance", Text(parameters.GetDoubleParam(MPSolverParameters.DoubleParam.DUAL_TOLERANCE)));
        if (timeLimit is { } limit)
        {
            // Without the mode CBC would count processor time.
            CbcNative.SetParameter(model, "timeMode", "elapsed");
            CbcNative.SetParameter(model, "seconds", Text(Math.Max(0.001, limit.TotalSeconds)));
        }
    }

    private static EngineResult Read(nint model, Problem problem, bool wasCut)
    {
        var result = new EngineResult(wasCut ? WithoutProof(StatusOf(model)) : StatusOf(model))
        {
            Iterations = CbcNative.IterationCount(model),
            Nodes = CbcNative.NodeCount(model),
            MinimizedBound = CbcNative.BestPossibleObjective(model),
        };
        if (!result.HasSolution)
        {
            return result;
        }

        var values = new double[problem.ColumnCount];
        Marshal.Copy(CbcNative.BestSolution(model), values, 0, values.Length);
        return result with { Values = values };
    }

    private static Solver.ResultStatus StatusOf(nint model)
    {
        var hasSolution = CbcNative.BestSolution(model) != 0;
        return CbcNative.Status(model) switch
        {
            0 when CbcNative.IsProvenOptimal(model) != 0 && hasSolution => Solver.ResultStatus.OPTIMAL,
            0 when CbcNative.IsContinuousUnbounded(model) != 0 => Solver.ResultStatus.UNBOUNDED,
            0 when CbcNative.IsProvenInfeasible(model) != 0 => Solver.ResultStatus.INFEASIBLE,
            1 => hasSolution ? Solver.ResultStatus.FEASIBLE : Solver.ResultStatus.NOT_SOLVED,
            _ => Solver.ResultStatus.ABNORMAL,
        };
    }

    /// <summary>What is left of an answer whose search was cut short.</summary>
    private static Solver.ResultStatus WithoutProof(Solver.ResultStatus status) => status switch
    {
        Solver.ResultStatus.OPTIMAL => Solver.ResultStatus.FEASIBLE,
        Solver.ResultStatus.INFEASIBLE or Solver.ResultStatus.UNBOUNDED => Solver.ResultStatus.NOT_SOLVED,
        _ => status,
    };

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
