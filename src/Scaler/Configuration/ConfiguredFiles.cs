namespace SageServe.Scaler;

/// <summary>What is wrong inside the files that the options name, and between them and the options; each sentence begins with the option's path.</summary>
internal static class ConfiguredFiles
{
    public static IEnumerable<string> Problems(ScalerOptions options) => [.. History(options), .. Calendar(options), .. Catalog(options)];

    private static IEnumerable<string> Catalog(ScalerOptions options)
    {
        if (!File.Exists(options.CatalogFile))
        {
            return [];
        }

        try
        {
            return CatalogNames.Problems(options, CatalogReader.Read(options.CatalogFile));
        }
        catch (ConfigurationProblemsException e)
        {
            return e.Problems.Select(p => $"{ScalerOptions.Section}:CatalogFile: {p}");
        }
    }

    private static IEnumerable<string> Calendar(ScalerOptions options) => options.CalendarFile is { } file && File.Exists(file)
        ? CalendarFile.Problems(file).Select(p => $"{ScalerOptions.Section}:CalendarFile: {p}")
        : [];

    private static IEnumerable<string> History(ScalerOptions options)
    {
        if (options.HistoryFile is not { } file || !File.Exists(file))
        {
            return [];
        }

        try
        {
            _ = DemandCsv.Parse(File.ReadLines(file), options.Planning.DemandBin);
            return [];
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            return [$"{ScalerOptions.Section}:HistoryFile: '{file}' cannot be used: {e.Message}"];
        }
    }
}
