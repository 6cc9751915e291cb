using Google.OrTools.LinearSolver;

namespace SageServe.Feed.Tests;

internal static class SolverSource
{
    public static Solver Require(string id)
    {
        var solver = Solver.CreateSolver(id);
        Assert.SkipUnless(solver is not null, $"the machine lacks the library behind {id} (Debian package coinor-libcbc3)");
        return solver!;
    }
}
