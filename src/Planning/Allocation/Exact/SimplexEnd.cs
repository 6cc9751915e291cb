namespace SageServe.Planning;

/// <summary>How a run of the simplex ended.</summary>
internal enum SimplexEnd
{
    Solved,
    Infeasible,
    PastCutoff,
    GaveUp,
}
