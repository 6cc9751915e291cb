using System.Collections.Immutable;
using Google.OrTools.LinearSolver;

namespace SageServe.Planning;

/// <summary>The program with fractions of replicas: a bound that no plan beats, a point to round from, and prices.</summary>
/// <param name="Status">How the simplex ended.</param>
/// <param name="Usd">Its cost; a bound only where the status is optimal.</param>
/// <param name="Values">Replicas per pool.</param>
/// <param name="Prices">What one unit more of each constraint is worth.</param>
/// <param name="Size">Columns and rows.</param>
internal sealed record Relaxation(Solver.ResultStatus Status, double Usd, double[] Values, ImmutableArray<ShadowPrice> Prices, (int Columns, int Rows) Size)
{
    public const string Engine = "CLP";

    public bool IsOptimal => Status == Solver.ResultStatus.OPTIMAL;

    /// <summary>Null where the engine is missing.</summary>
    /// <param name="index">The problem.</param>
    /// <param name="seconds">Longest solve.</param>
    /// <param name="hours">Of the planning interval.</param>
    /// <param name="at">Targets to hold, so that only flows are left; null: none is held.</param>
    public static Relaxation? Solve(AllocationIndex index, double seconds, double hours, int[]? at = null)
    {
        using var solver = Solver.CreateSolver(Engine);
        if (solver is null)
        {
            return null;
        }

        var model = new AllocationModel(solver, index, isWhole: false, isElastic: false);
        if (at is not null)
        {
            model.Fix(at);
        }

        // The package's simplex ends abnormally on a model without rows; greedy has the answer to such a one.
        var size = (solver.NumVariables(), solver.NumConstraints());
        if (solver.NumConstraints() == 0 || solver.NumVariables() == 0)
        {
            return new Relaxation(Solver.ResultStatus.NOT_SOLVED, 0, [], [], size);
        }

        solver.SetTimeLimit((long)Math.Max(1, seconds * 1000));
        var status = solver.Solve();
        return status == Solver.ResultStatus.OPTIMAL
            ? new Relaxation(status, solver.Objective().Value(), model.Values(), ShadowPrices.Of(index, model, at is null, hours), size)
            : new Relaxation(status, 0, [], [], size);
    }
}
