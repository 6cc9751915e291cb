using System.Globalization;
using System.IO.Compression;

namespace SageServe.Planning.Tests;

/// <summary>Real series from the shared data as grids of ten-minute steps.</summary>
internal static class TraceSeries
{
    public static readonly TimeSpan Step = TimeSpan.FromMinutes(10);

    public static DemandGrid PaperModelA() => Grid(
        Lines("sageserve/prompt_tokens_per_minute_week_A.csv.gz").Select(l => double.Parse(l.Split(',')[1], CultureInfo.InvariantCulture) / 60)
            .Chunk(10).Where(c => c.Length == 10).Select(c => c.Average()));

    public static DemandGrid AzureCode() => Grid(
        Lines("azure-llm-2024-week/tenmin_rate_digitised_code.csv").Select(l => double.Parse(l.Split(',')[2], CultureInfo.InvariantCulture) / 60 * 2000));

    public static DemandGrid Grid(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return new DemandGrid(all, [.. all.Select(_ => true)], Step, TestWorld.Start + Step * all.Length);
    }

    /// <summary>By a forecaster that has seen nothing before.</summary>
    public static ForecastBand Forecast(DemandGrid grid, ForecastWindow window, string forecaster = Forecasters.Ensemble)
    {
        var of = Forecasters.Of(forecaster);
        return of.Forecast(LoadSeries.Of(grid), window, TimeSpan.FromHours(1), of.Begin(), study: false);
    }

    private static IEnumerable<string> Lines(string path)
    {
        using var file = File.OpenRead(SharedData.Require(path));
        using var plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(plain);
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            yield return line;
        }
    }
}
