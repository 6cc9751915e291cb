using System.Runtime.InteropServices;
using Google.OrTools.LinearSolver;

namespace SageServe.Feed.Tests;

public sealed partial class LpFormatTests : IDisposable
{
    private readonly Solver _solver = SolverSource.Require("CBC");

    [Fact]
    public void The_model_is_written_with_names_bounds_and_integers()
    {
        Model();
        Assert.Equal(
            """
            Maximize
             Obj: +3 x -2.5 y
            Subject to
             cap: +1 x +2 y  <= 14
             range_rhs: +1 x  <= 9
             range_lhs: +1 x  >= 1
             a_b: +1 y -1 has_space_slash  = 3
            Bounds
             0 <= x <= 10
             y free
             -1 <= has_space_slash <= 1
            Generals
             x
            End

            """,
            string.Join('\n', _solver.ExportModelAsLpFormat(false).Split('\n').Where(l => !l.StartsWith('\\')).Select(l => l.TrimEnd())));
        Assert.DoesNotContain("cap", _solver.ExportModelAsLpFormat(true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_reader_finds_the_same_optimum(bool obfuscated)
    {
        Model();
        Assert.Equal(Solver.ResultStatus.OPTIMAL, _solver.Solve());
        using var folder = new TemporaryFolder();
        var file = folder.Write("model.lp", _solver.ExportModelAsLpFormat(obfuscated));
        var model = NewModel();
        try
        {
            SetLogLevel(model, 0);
            SetParameter(model, "log", "0");
            Assert.Equal(0, ReadLp(model, file));
            _ = SolveModel(model);
            Assert.Equal(_solver.Objective().Value(), Math.Abs(ObjectiveValue(model)), 6);
        }
        finally
        {
            DeleteModel(model);
        }
    }

    public void Dispose() => _solver.Dispose();

    private void Model()
    {
        var x = _solver.MakeIntVar(0, 10, "x");
        var y = _solver.MakeNumVar(double.NegativeInfinity, double.PositiveInfinity, "y");
        var odd = _solver.MakeNumVar(-1, 1, "has space/slash");
        var cap = _solver.MakeConstraint(double.NegativeInfinity, 14, "cap");
        cap.SetCoefficient(x, 1);
        cap.SetCoefficient(y, 2);
        _solver.MakeConstraint(1, 9, "range").SetCoefficient(x, 1);
        var equal = _solver.MakeConstraint(3, 3, "a+b");
        equal.SetCoefficient(y, 1);
        equal.SetCoefficient(odd, -1);
        _solver.Objective().SetCoefficient(x, 3);
        _solver.Objective().SetCoefficient(y, -2.5);
        _solver.Objective().SetMaximization();
    }

    [LibraryImport("libCbcSolver.so.3", EntryPoint = "Cbc_newModel")]
    private static partial nint NewModel();

    [LibraryImport("libCbcSolver.so.3", EntryPoint = "Cbc_deleteModel")]
    private static partial void DeleteModel(nint model);

    [LibraryImport("libCbcSolver.so.3", EntryPoint = "Cbc_setLogLevel")]
    private static partial void SetLogLevel(nint model, int level);

    [LibraryImport("libCbcSolver.so.3", EntryPoint = "Cbc_setParameter", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void SetParameter(nint model, string name, string value);

    [LibraryImport("libCbcSolver.so.3", EntryPoint = "Cbc_readLp", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ReadLp(nint model, string file);

    [LibraryImport("libCbcSolver.so.3", EntryPoint = "Cbc_solve")]
    private static partial int SolveModel(nint model);

    [LibraryImport("libCbcSolver.so.3", EntryPoint = "Cbc_getObjValue")]
    private static partial double ObjectiveValue(nint model);
}
