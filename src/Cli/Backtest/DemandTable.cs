using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Cli;

/// <summary>
/// Demand as people export it: CSV with the columns of <see cref="Header"/> in any order, further ones ignored; or the scaler's history file,
/// whose columns have longer names. A row holds until the series' next one; the shortest distance of two rows is the length of them all.
/// </summary>
internal sealed class DemandTable
{
    public const string Header = "timestamp,model,region,tier,requests_per_s,prompt_tokens_per_s,output_tokens_per_s";
    private const int MostRows = 5_000_000;

    private static readonly string[][] Names =
    [
        ["timestamp", "bin_start"], ["model"], ["region", "origin_region"], ["tier"], ["requests_per_s", "requests_per_second"],
        ["prompt_tokens_per_s", "prompt_tokens_per_second"], ["output_tokens_per_s", "output_tokens_per_second"],
    ];

    private readonly Dictionary<DemandSeriesId, List<(long Number, DemandBin Bin)>> _rows = [];

    private int _withoutRequests;

    private DemandTable()
    {
    }

    private ImmutableArray<string> Notes =>
        _withoutRequests == 0 ? [] : [$"{_withoutRequests} rows have tokens and a request rate of 0; they count as empty."];

    /// <exception cref="BadInputException">There is no such file, or a line can't be used; it is named.</exception>
    public static DemandRecord Read(string path)
    {
        using var lines = new SeriesLines(path, "--file", Header);
        var columns = Columns(lines);
        var table = new DemandTable();
        var rows = 0;
        while (lines.Next() is { } line)
        {
            if (++rows > MostRows)
            {
                throw lines.Bad($"within the first {MostRows} rows, which is all that is read; give fewer days or longer bins");
            }

            table.Add(line.Split(','), columns, lines);
        }

        return rows > 0
            ? new DemandRecord([.. table._rows.OrderBy(r => r.Key).SelectMany(r => WithLength(path, r.Value))], table.Notes)
            : throw new BadInputException($"{path} has a header and no rows.");
    }

    private static int[] Columns(SeriesLines lines)
    {
        var names = (lines.Next() ?? "").TrimStart('\uFEFF').Split(',').Select(n => n.Trim()).ToList();
        int[] columns = [.. Names.Select(either => names.FindIndex(either.Contains))];
        return Array.IndexOf(columns, -1) is var missing && missing >= 0
            ? throw lines.Bad($"a header with the column '{Names[missing][0]}'; the first line is `{Header}`")
            : columns;
    }

    private void Add(string[] fields, int[] columns, SeriesLines lines)
    {
        string Field(int column) => columns[column] < fields.Length ? fields[columns[column]].Trim() : "";
        if (!SeriesFile.TryTime(Field(0), out var ticks) || ticks % TimeSpan.TicksPerMinute != 0)
        {
            throw lines.Bad($"a row with a time on a whole minute in '{Names[0][0]}' (ISO 8601, `YYYY-MM-DD HH:MM:SS` or seconds since 1970; '{Field(0)}')");
        }

        if (Field(1).Length == 0 || Field(2).Length == 0 || !ServiceTiers.TryParse(Field(3), out var tier))
        {
            throw lines.Bad($"a row with a model, a region and one of the tiers {string.Join(", ", ServiceTiers.All.Select(t => t.WireName()))}");
        }

        var rates = new double[3];
        for (var i = 0; i < rates.Length; i++)
        {
            rates[i] = double.TryParse(Field(4 + i), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && double.IsFinite(rate) && rate is >= 0 and < 1e9
                ? rate
                : throw lines.Bad($"a row with a number of 0 or more in '{Names[4 + i][0]}' ('{Field(4 + i)}'); leave rows out where nothing is known");
        }

        if (rates[0] > 0 && rates[1] == 0)
        {
            throw lines.Bad("possible: requests have prompt tokens");
        }

        _withoutRequests += rates[0] == 0 && rates[1] + rates[2] > 0 ? 1 : 0;

        var series = new DemandSeriesId(new ModelId(Field(1)), new RegionId(Field(2)), tier);
        if (!_rows.TryGetValue(series, out var rows))
        {
            _rows[series] = rows = [];
        }

        rows.Add((lines.Number, new DemandBin(series, new Instant(ticks), TimeSpan.Zero, rates[0] > 0 ? rates[1] : 0, rates[0] > 0 ? rates[2] : 0, rates[0])));
    }

    private static IEnumerable<DemandBin> WithLength(string path, List<(long Number, DemandBin Bin)> rows)
    {
        rows.Sort((a, b) => a.Bin.Start != b.Bin.Start ? a.Bin.Start.CompareTo(b.Bin.Start) : a.Number.CompareTo(b.Number));
        var length = rows.Zip(rows.Skip(1), (a, b) => b.Bin.Start - a.Bin.Start).DefaultIfEmpty(DemandRecord.Minute).Min();
        foreach (var (before, row) in rows.Zip(rows.Skip(1)))
        {
            if (before.Bin.Start == row.Bin.Start)
            {
                throw new BadInputException($"{path}, line {row.Number}: {Told(row.Bin)} stands there twice, first in line {before.Number}. Add the two up, or leave one out.");
            }

            if ((row.Bin.Start - before.Bin.Start).Ticks % length.Ticks != 0)
            {
                throw new BadInputException($"{path}, line {row.Number}: {Told(row.Bin)} is off the series' step of {DurationText.Exact(length)}.");
            }
        }

        return rows.Select(r => r.Bin with { Length = length });
    }

    private static string Told(DemandBin bin) =>
        string.Create(CultureInfo.InvariantCulture, $"{bin.Start.ToDateTimeOffset():yyyy-MM-dd HH:mm} of {bin.Series.Model}, {bin.Series.Origin}, {bin.Series.Tier.WireName()}");
}
