using System.Collections.Immutable;
using System.Globalization;

namespace SageServe.Hosting;

/// <summary>
/// Past demand from a CSV file: <c>bin_start,model,origin_region,tier,prompt_tokens_per_second,output_tokens_per_second,requests_per_second</c>.
/// All bins of a series are of one length: the shortest distance between two of them.
/// </summary>
public static class DemandCsv
{
    /// <summary>The first line.</summary>
    public const string Header = "bin_start,model,origin_region,tier,prompt_tokens_per_second,output_tokens_per_second,requests_per_second";

    /// <summary>Sorted by series, then start.</summary>
    /// <param name="lines">The lines of the file.</param>
    /// <param name="bin">Length of a bin of a series that has only one.</param>
    /// <exception cref="FormatException">A line is no bin; the message names it.</exception>
    public static ImmutableArray<DemandBin> Parse(IEnumerable<string> lines, TimeSpan bin)
    {
        var rows = new List<DemandBin>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (number == 1)
            {
                if (line.Trim() != Header)
                {
                    throw new FormatException($"The first line must be '{Header}'.");
                }
            }
            else if (line.Length > 0)
            {
                rows.Add(Row(line, bin) ?? throw new FormatException($"Line {number} is no demand bin: '{line}'."));
            }
        }

        return [.. rows.GroupBy(r => r.Series).OrderBy(g => g.Key).SelectMany(WithLengths)];
    }

    private static DemandBin? Row(string line, TimeSpan bin)
    {
        var cells = line.Split(',');
        return cells.Length == 7
            && DateTimeOffset.TryParse(cells[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            && cells[1].Length > 0
            && cells[2].Length > 0
            && ServiceTiers.TryParse(cells[3], out var tier)
            && Rate(cells[4]) is { } prompt
            && Rate(cells[5]) is { } output
            && Rate(cells[6]) is { } requests
                ? new DemandBin(new DemandSeriesId(new ModelId(cells[1]), new RegionId(cells[2]), tier), Instant.From(start), bin, prompt, output, requests)
                : null;
    }

    private static double? Rate(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) && value >= 0 ? value : null;

    private static IEnumerable<DemandBin> WithLengths(IEnumerable<DemandBin> series)
    {
        var bins = series.OrderBy(b => b.Start).ToArray();

        // A gap must not stretch the bin before it: the shortest distance is the length of all.
        var length = bins.Zip(bins.Skip(1), (a, b) => b.Start - a.Start).Where(d => d > TimeSpan.Zero).DefaultIfEmpty(bins[0].Length).Min();
        return bins.Select(b => b with { Length = length });
    }
}
