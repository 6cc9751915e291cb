namespace SageServe.Gateway;

/// <summary>How a line of a batch ended. Completed lines stand in the output file, all others in the error file.</summary>
internal enum LineOutcome
{
    Completed,
    Failed,
    Expired,
    Cancelled,
}
