using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>
/// The integer program on Google.OrTools: CLP for the relaxation and its prices, CBC for whole replicas. Demand is hard first; only where
/// that has no answer may constraints give way at a price, so that the plan carries as much as it can and says what is missing.
/// </summary>
/// <param name="options">How long it may search, and how exact is enough.</param>
/// <param name="engine">For whole replicas.</param>
internal sealed class IlpAllocation(PlanningOptions options, string engine = IlpAllocation.Cbc)
{
    public const string Name = "integer-program";
    public const string Optimal = "optimal";
    public const string Feasible = "feasible";
    public const string Shortage = "shortage";
    public const string Elastic = "elastic";

    public const string Cbc = "CBC";

    /// <summary>The answer, or why there is none.</summary>
    public (AllocationAnswer? Answer, string WhyNot) Solve(AllocationProblem problem)
    {
        if (problem.Pools.IsEmpty)
        {
            return (null, "there are no pools");
        }

        try
        {
            using var clock = Solver.CreateSolver(engine);
            return clock is null ? (null, "the solver's library is missing") : new ProgramSearch(new AllocationIndex(problem), options, engine, clock).Run();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            return (null, "the solver's library is missing");
        }
    }

    /// <summary>USD per prompt token/s of a demand that is left uncarried.</summary>
    internal static double SlackUsd(AllocationProblem problem, RegionDemand demand) =>
        new SlackPrices(new AllocationIndex(problem)).Usd(ConstraintFamily.Demand, problem.Demands.IndexOf(demand));
}
