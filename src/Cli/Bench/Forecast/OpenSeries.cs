using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>The public series that forecasts are judged on; they lie beside the project and are never part of it.</summary>
/// <param name="Name">As published.</param>
/// <param name="File">Below the data folder.</param>
/// <param name="TimeAt">Column of the time: a date, or a number of <paramref name="Unit"/>.</param>
/// <param name="ValueAt">Column of the value.</param>
/// <param name="Unit">What a time that is a number counts; zero for dates.</param>
/// <param name="Bin">Length of a bin.</param>
internal sealed record OpenSeries(string Name, string File, int TimeAt, int ValueAt, TimeSpan Unit, TimeSpan Bin)
{
    public static readonly IReadOnlyList<OpenSeries> All =
    [
        new("code-2024", "azure-llm-2024-week/tenmin_rate_digitised_code.csv", 1, 2, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        new("A_prod", "sageserve/prompt_tokens_per_minute_week_A.csv.gz", 0, 1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
        new("A_dev", "sageserve/prompt_tokens_per_minute_week_A.csv.gz", 0, 2, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)),
        new("m-large", "servegen/m-large_10min_days0-6.csv.gz", 1, 2, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        new("ELB", "web-diurnal/nab_elb_request_count_8c0756.csv.gz", 0, 1, TimeSpan.Zero, TimeSpan.FromMinutes(5)),
        new("taxi", "web-diurnal/nab_nyc_taxi.csv.gz", 0, 1, TimeSpan.Zero, TimeSpan.FromMinutes(30)),
        new("NASA", "web-diurnal/nasa_http_1995_july_per_minute.csv.gz", 0, 1, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
    ];

    /// <summary>A Monday: series that count from a first day begin there.</summary>
    private static readonly Instant FirstDay = Instant.From(new DateTimeOffset(2024, 5, 6, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Null where the file is missing.</summary>
    public LoadHistory? Read(string folder)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        using var lines = new SeriesLines(path);
        var rows = new List<(Instant At, double Value)>();
        lines.Next();
        while (lines.Next() is { } line)
        {
            var fields = line.Split(',');
            rows.Add((Time(fields[TimeAt]), double.Parse(fields[ValueAt], CultureInfo.InvariantCulture)));
        }

        var start = rows.Min(r => r.At).FloorTo(Bin);
        var values = new double[(rows.Max(r => r.At) - start).Ticks / Bin.Ticks + 1];
        Array.Fill(values, double.NaN);
        foreach (var (at, value) in rows)
        {
            values[(at - start).Ticks / Bin.Ticks] = value;
        }

        return new LoadHistory(start, Bin, [.. values]);
    }

    private Instant Time(string text) => Unit > TimeSpan.Zero
        ? FirstDay + Unit * double.Parse(text, CultureInfo.InvariantCulture)
        : Instant.From(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
}
