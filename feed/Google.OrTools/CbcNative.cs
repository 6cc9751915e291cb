using System.Runtime.InteropServices;

namespace Google.OrTools.LinearSolver;

/// <summary>The part of CBC's C interface (2.10) that is called.</summary>
internal static partial class CbcNative
{
    public const string Library = "libCbcSolver.so.3";

    [LibraryImport(Library, EntryPoint = "Cbc_newModel")]
    public static partial nint NewModel();

    [LibraryImport(Library, EntryPoint = "Cbc_deleteModel")]
    public static partial void DeleteModel(nint model);

    [LibraryImport(Library, EntryPoint = "Cbc_loadProblem")]
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

    [LibraryImport(Library, EntryPoint = "Cbc_setInteger")]
    public static partial void SetInteger(nint model, int column);

    [LibraryImport(Library, EntryPoint = "Cbc_setMIPStartI")]
    public static partial void SetMipStart(nint model, int count, int[] columns, double[] values);

    [LibraryImport(Library, EntryPoint = "Cbc_setObjSense")]
    public static partial void SetObjectiveSense(nint model, double sense);

    [LibraryImport(Library, EntryPoint = "Cbc_setLogLevel")]
    public static partial void SetLogLevel(nint model, int level);

    [LibraryImport(Library, EntryPoint = "Cbc_setParameter", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetParameter(nint model, string name, string value);

    [LibraryImport(Library, EntryPoint = "Cbc_solve")]
    public static partial int Solve(nint model);

    [LibraryImport(Library, EntryPoint = "Cbc_status")]
    public static partial int Status(nint model);

    [LibraryImport(Library, EntryPoint = "Cbc_isProvenOptimal")]
    public static partial int IsProvenOptimal(nint model);

    [LibraryImport(Library, EntryPoint = "Cbc_isProvenInfeasible")]
    public static partial int IsProvenInfeasible(nint model);

    [LibraryImport(Library, EntryPoint = "Cbc_isContinuousUnbounded")]
    public static partial int IsContinuousUnbounded(nint model);

    [LibraryImport(Library, EntryPoint = "Cbc_bestSolution")]
    public static partial nint BestSolution(nint model);

    [LibraryImport(Library, EntryPoint = "Cbc_getBestPossibleObjValue")]
    public static partial double BestPossibleObjective(nint model);

    [LibraryImport(Library, EntryPoint = "Cbc_getNodeCount")]
    public static partial int NodeCount(nint model);

    [LibraryImport(Library, EntryPoint = "Cbc_getIterationCount")]
    public static partial int IterationCount(nint model);
}
