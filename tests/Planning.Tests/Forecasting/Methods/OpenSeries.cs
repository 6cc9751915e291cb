using System.Globalization;
using System.IO.Compression;

namespace SageServe.Planning.Tests;

/// <summary>The open series of the shared data, averaged over steps of any length; a step with fewer than half of its readings is absent.</summary>
internal static class OpenSeries
{
    /// <summary>Long enough for hourly means, with the error that the best method may have one hour ahead (null: not worse than the last value).</summary>
    public static readonly IReadOnlyList<(string Name, double? Goal)> All =
        [("code-2024", 0.11), ("A_prod", 0.10), ("A_dev", null), ("elb", 0.30), ("nasa", 0.14), ("taxi", 0.055), ("servegen", null), ("servegen-clients", null)];

    public static DemandGrid Read(string name, TimeSpan step)
    {
        var readings = name switch
        {
            "code-2024" => Rows("azure-llm-2024-week/hourly_requests_digitised_code.csv", 1, 2),
            "code-2024-10min" => Rows("azure-llm-2024-week/tenmin_rate_digitised_code.csv", 1, 2),
            "A_prod" => Rows("sageserve/prompt_tokens_per_minute_week_A.csv.gz", 0, 1, 60),
            "A_dev" => Rows("sageserve/prompt_tokens_per_minute_week_A.csv.gz", 0, 2, 60),
            "elb" => Rows("web-diurnal/nab_elb_request_count_8c0756.csv.gz", 0, 1),
            "nasa" => Rows("web-diurnal/nasa_http_1995_july_per_minute.csv.gz", 0, 1),
            "taxi" => Rows("web-diurnal/nab_nyc_taxi.csv.gz", 0, 1),
            "servegen" => Rows("servegen/m-large_10min_days0-6.csv.gz", 1, 2, 1),
            "servegen-clients" => Rows("servegen/m-large_10min_days0-6.csv.gz", 1, 3, 1),
            _ => throw new ArgumentException("no series " + name),
        };
        return Average(readings, step);
    }

    private static List<(Instant At, double Value)> Rows(string path, int time, int value, double seconds = 0)
    {
        using var file = File.OpenRead(SharedData.Require(path));
        using var plain = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
        using var reader = new StreamReader(plain);
        reader.ReadLine();
        var rows = new List<(Instant, double)>();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            var cells = line.Split(',');
            var at = seconds > 0
                ? TestWorld.Start + TimeSpan.FromSeconds(seconds * double.Parse(cells[time], CultureInfo.InvariantCulture))
                : Instant.From(DateTimeOffset.Parse(cells[time], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
            rows.Add((at, double.Parse(cells[value], CultureInfo.InvariantCulture)));
        }

        return rows;
    }

    private static DemandGrid Average(List<(Instant At, double Value)> rows, TimeSpan step)
    {
        var start = rows[0].At.FloorTo(step);
        var sums = new double[(int)((rows[^1].At - start).Ticks / step.Ticks) + 1];
        var counts = new int[sums.Length];
        foreach (var (at, value) in rows)
        {
            var i = (int)((at - start).Ticks / step.Ticks);
            sums[i] += value;
            counts[i]++;
        }

        var full = counts.Max();
        bool[] present = [.. counts.Select(c => c * 2 >= full)];
        var length = Array.FindLastIndex(present, p => p) + 1;
        return new DemandGrid(
            [.. sums.Take(length).Select((s, i) => present[i] ? s / counts[i] : 0)], present[..length], step, start + step * length);
    }
}
