namespace SageServe.Planning;

/// <summary>How exact "enough" is: solvers work in floating point, and a millionth of a token is no shortage.</summary>
internal static class AllocationTolerance
{
    public static double Of(RegionDemand demand) => 1e-6 * Math.Max(1, demand.Required);
}
