using System.Runtime.InteropServices;

namespace Google.OrTools.LinearSolver;

/// <summary>The part of CLP's C interface (1.17) that is called.</summary>
internal static partial class ClpNative
{
    public const string Library = "libClp.so.1";

    [LibraryImport(Library, EntryPoint = "Clp_newModel")]
    public static partial nint NewModel();

    [LibraryImport(Library, EntryPoint = "Clp_deleteModel")]
    public static partial void DeleteModel(nint model);

    [LibraryImport(Library, EntryPoint = "Clp_loadProblem")]
    public static partial void LoadProblem(
        nint model,
        int columns,
        int rows,
        int[] starts,
        int[] index,
        double[] value,
        double[] columnLower,
        double[] columnUpper,
        double[] objective,
        double[] rowLower,
        double[] rowUpper);

    [LibraryImport(Library, EntryPoint = "Clp_setLogLevel")]
    public static partial void SetLogLevel(nint model, int level);

    [LibraryImport(Library, EntryPoint = "Clp_setMaximumSeconds")]
    public static partial void SetMaximumSeconds(nint model, double seconds);

    [LibraryImport(Library, EntryPoint = "Clp_setPrimalTolerance")]
    public static partial void SetPrimalTolerance(nint model, double tolerance);

    [LibraryImport(Library, EntryPoint = "Clp_setDualTolerance")]
    public static partial void SetDualTolerance(nint model, double tolerance);

    [LibraryImport(Library, EntryPoint = "Clp_initialSolve")]
    public static partial int InitialSolve(nint model);

    [LibraryImport(Library, EntryPoint = "Clp_status")]
    public static partial int Status(nint model);

    [LibraryImport(Library, EntryPoint = "Clp_primalFeasible")]
    public static partial int PrimalFeasible(nint model);

    [LibraryImport(Library, EntryPoint = "Clp_getObjValue")]
    public static partial double ObjectiveValue(nint model);

    [LibraryImport(Library, EntryPoint = "Clp_numberIterations")]
    public static partial int IterationCount(nint model);

    [LibraryImport(Library, EntryPoint = "Clp_getColSolution")]
    public static partial nint ColumnSolution(nint model);

    [LibraryImport(Library, EntryPoint = "Clp_getReducedCost")]
    public static partial nint ReducedCost(nint model);

    [LibraryImport(Library, EntryPoint = "Clp_getRowPrice")]
    public static partial nint RowPrice(nint model);
}
