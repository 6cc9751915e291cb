using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>The optional file of past demand.</summary>
internal static class HistoryFile
{
    /// <summary>Empty when no file is configured.</summary>
    public static ImmutableArray<DemandBin> Read(ScalerOptions options, ILogger logger)
    {
        if (options.HistoryFile is not { } path)
        {
            return [];
        }

        var bins = DemandCsv.Parse(File.ReadLines(path), options.Planning.DemandBin);
        logger.HistoryRead(bins.Length);
        return bins;
    }
}
