namespace SageServe.Gateway;

/// <param name="Total">Lines of the input file.</param>
/// <param name="Completed">Lines in the output file.</param>
/// <param name="Failed">Lines in the error file; together with the completed ones all lines when the batch has ended.</param>
internal sealed record BatchCounts(int Total, int Completed, int Failed);
