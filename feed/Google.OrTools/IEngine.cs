namespace Google.OrTools.LinearSolver;

/// <summary>A native solver behind <see cref="Solver"/>.</summary>
internal interface IEngine
{
    bool SolvesIntegers { get; }

    EngineResult Solve(Problem problem, MPSolverParameters parameters, TimeSpan? timeLimit);
}
