namespace SageServe.Gateway;

/// <summary>What the result files of a batch have.</summary>
/// <param name="OutputFileId">Null when it would be empty.</param>
/// <param name="ErrorFileId">Null when it would be empty.</param>
/// <param name="Counts">Lines of both.</param>
/// <param name="Unfinished">Lines that had no result, and stand in the error file for that.</param>
/// <param name="Discarded">Results of lines that had one in an earlier journal.</param>
internal sealed record BatchResults(string? OutputFileId, string? ErrorFileId, BatchCounts Counts, int Unfinished, int Discarded)
{
    public static readonly BatchResults None = new(null, null, new BatchCounts(0, 0, 0), 0, 0);
}
