using System.Globalization;
using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>
/// The paper's integer program on Google.OrTools with CBC: an integer change per pool, what starts and what must be bought as
/// auxiliary variables, demand and capacity as rows. Demand is a hard row first; only where that has no answer does each demand
/// get a slack at a price far above any replica's, so that the plan carries as much as it can and says what is missing.
/// </summary>
internal sealed class IlpAllocation(PlanningOptions options, string engine = IlpAllocation.Cbc)
{
    public const string Name = "integer-program";
    public const string Optimal = "optimal";

    public const string Cbc = "CBC";

    /// <summary>A token that is not carried costs this many times the dearest replica that could carry it.</summary>
    private const double SlackFactor = 1000;

    /// <summary>CBC that is cut before its first node is done may call the program infeasible or the solution optimal: from here on no proof is believed.</summary>
    private const double CutShare = 0.95;

    /// <summary>The answer, or why there is none.</summary>
    public (AllocationAnswer? Answer, string WhyNot) Solve(AllocationProblem problem)
    {
        if (problem.Pools.IsEmpty)
        {
            return (null, "there are no pools");
        }

        try
        {
            var hard = Solve(problem, soft: false);
            return hard.Status == Solver.ResultStatus.INFEASIBLE ? Told(Solve(problem, soft: true)) : Told(hard);
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            return (null, "the solver's library is missing");
        }
    }

    /// <summary>USD per prompt token/s of a demand that is left uncarried.</summary>
    internal static double SlackUsd(AllocationProblem problem, RegionDemand demand)
    {
        double dearest = 0;
        foreach (var pool in problem.Pools.Where(p => demand.IsServedBy(p) && p.Theta > 0))
        {
            var acquire = problem.Limits.Where(l => l.Holds(pool)).Sum(l => l.AcquireUsd);
            dearest = Math.Max(dearest, (pool.RunUsd + pool.StartUsd + acquire) / pool.Theta);
        }

        return SlackFactor * Math.Max(dearest, 1e-9);
    }

    private static (AllocationAnswer? Answer, string WhyNot) Told((AllocationAnswer? Answer, Solver.ResultStatus? Status) result) =>
        result.Answer is { } answer ? (answer, "")
        : (null, result.Status is { } status ? $"the solver ended with {status}" : "the solver's library is missing");

    private (AllocationAnswer? Answer, Solver.ResultStatus? Status) Solve(AllocationProblem problem, bool soft)
    {
        using var solver = Solver.CreateSolver(engine);
        if (solver is null)
        {
            return (null, null);
        }

        var model = new IlpModel(solver, problem);
        model.AddLimits();
        model.AddDemands(soft);
        solver.SetTimeLimit((long)(options.SolveSeconds * 1000));
        using var parameters = new MPSolverParameters();

        // Slack dwarfs all else in a soft objective, so a gap fit for money would hide whole replicas there.
        parameters.SetDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, soft ? options.SolveGap / SlackFactor : options.SolveGap);
        var ended = solver.Solve(parameters);
        var status = solver.WallTime() < CutShare * 1000 * options.SolveSeconds ? ended : WithoutProof(ended);
        return status is Solver.ResultStatus.OPTIMAL or Solver.ResultStatus.FEASIBLE
            ? (Answer(problem, solver, model, status, soft), status)
            : (null, status);
    }

    private static Solver.ResultStatus WithoutProof(Solver.ResultStatus status) => status switch
    {
        Solver.ResultStatus.OPTIMAL => Solver.ResultStatus.FEASIBLE,
        Solver.ResultStatus.INFEASIBLE or Solver.ResultStatus.UNBOUNDED => Solver.ResultStatus.NOT_SOLVED,
        _ => status,
    };

    private static AllocationAnswer Answer(AllocationProblem problem, Solver solver, IlpModel model, Solver.ResultStatus status, bool soft)
    {
        var targets = model.Targets();
        var name = soft ? "shortage" : status == Solver.ResultStatus.OPTIMAL ? Optimal : "feasible";
        var bound = solver.Objective().BestBound() + problem.Pools.Sum(p => p.Current * p.RunUsd);
        var report = new SolveReport(
            Name, name, problem.CostUsd(targets.AsSpan()), !soft && double.IsFinite(bound) ? bound : null, solver.NumVariables(), solver.NumConstraints());
        var shortfall = problem.Shortfall(targets.AsSpan());
        var detail = soft ? string.Create(CultureInfo.InvariantCulture, $"Capacity does not meet demand: {shortfall:0} prompt tokens/s are left uncarried.")
            : status == Solver.ResultStatus.OPTIMAL ? "All demand is carried at the least cost."
            : "All demand is carried; time ran out before the cost was proven least.";
        return new AllocationAnswer(targets, report, detail);
    }
}
