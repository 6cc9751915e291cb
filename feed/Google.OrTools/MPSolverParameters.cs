namespace Google.OrTools.LinearSolver;

/// <summary>How hard a solve should try.</summary>
public sealed class MPSolverParameters : IDisposable
{
    private readonly double[] _values = [1e-4, 1e-7, 1e-7];

    public enum DoubleParam
    {
        /// <summary>A solution this near to the bound (relative) counts as optimal.</summary>
        RELATIVE_MIP_GAP = 0,

        PRIMAL_TOLERANCE = 1,

        DUAL_TOLERANCE = 2,
    }

    public void SetDoubleParam(DoubleParam param, double value) => _values[(int)param] = value;

    public double GetDoubleParam(DoubleParam param) => _values[(int)param];

    public void Dispose()
    {
        // Nothing native here; the package's own object has something to free.
    }
}
