using System.Globalization;
using SageServe.Planning;

namespace SageServe.Cli;

/// <summary>A series as people have it: CSV <c>timestamp,value</c>, plain or gzip, with or without a header.</summary>
internal sealed record SeriesFile
{
    /// <summary>Rows and bins of one file.</summary>
    private const int Most = 2_000_000;

    /// <summary>What counts as a date: anything else is a slip.</summary>
    private static readonly DateTime Earliest = DateTime.UnixEpoch;
    private static readonly DateTime Latest = new(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public required string Path { get; init; }

    public required LoadHistory History { get; init; }

    /// <summary>What was done with rows that are not as they should be; empty where all are.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <param name="path">The file.</param>
    /// <param name="step">The forecast's step: the bins are at most as long.</param>
    /// <exception cref="BadInputException">There is no such file, a line can't be read, or the steps are shorter than the series' own.</exception>
    public static SeriesFile Read(string path, TimeSpan step)
    {
        var rows = Rows(path);
        var notes = new List<string>();
        if (rows.Zip(rows.Skip(1)).Any(p => p.Second.Ticks < p.First.Ticks))
        {
            notes.Add("Rows were out of order; they are sorted by time.");
        }

        var sorted = rows.OrderBy(r => r.Ticks).ToList();
        var own = Interval(sorted);
        if (own > step)
        {
            throw new BadInputException($"--step {DurationText.Short(step)}: the series has a value every {DurationText.Short(own)}. Give a step at least as long.");
        }

        var bin = step.Ticks % own.Ticks == 0 ? own : step;
        return new SeriesFile { Path = path, History = Binned(path, sorted, bin, notes), Notes = notes };
    }

    private static LoadHistory Binned(string path, List<(long Ticks, double Value)> rows, TimeSpan bin, List<string> notes)
    {
        var start = new Instant(rows[0].Ticks).FloorTo(bin);
        var count = (rows[^1].Ticks - start.Ticks) / bin.Ticks + 1;
        if (count > Most)
        {
            throw new BadInputException($"{path} spans {count} bins of {DurationText.Short(bin)}, more than the {Most} that are read. Cut it, or look for a wrong date.");
        }

        var sums = new double[count];
        var seen = new int[count];
        var same = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var at = (rows[i].Ticks - start.Ticks) / bin.Ticks;
            sums[at] += rows[i].Value;
            seen[at]++;
            same += i > 0 && rows[i].Ticks == rows[i - 1].Ticks ? 1 : 0;
        }

        var absent = seen.Count(s => s == 0);
        notes.AddRange(same == 0 ? [] : [$"{same} rows repeat the time of another; their mean is taken."]);
        notes.AddRange(absent == 0 ? [] : [$"{absent} of {count} bins of {DurationText.Short(bin)} are absent; nothing is filled in."]);
        return new LoadHistory(start, bin, [.. sums.Select((s, i) => seen[i] == 0 ? double.NaN : s / seen[i])]);
    }

    private static List<(long Ticks, double Value)> Rows(string path)
    {
        using var lines = new SeriesLines(path);
        var rows = new List<(long Ticks, double Value)>();
        while (lines.Next() is { } line)
        {
            var fields = line.Split(',');
            if (fields.Length == 2 && TryTime(Bare(fields[0]), out var ticks) && TryValue(Bare(fields[1]), out var value))
            {
                rows.Add((ticks, value));
            }
            else if (lines.Number > 1 || fields.Length != 2 || TryTime(Bare(fields[0]), out _) || TryValue(Bare(fields[1]), out _))
            {
                throw lines.Bad("a time (ISO 8601, `YYYY-MM-DD HH:MM:SS` or seconds since 1970) and a value of 0 or more, as `timestamp,value`");
            }

            if (rows.Count > Most)
            {
                throw lines.Bad($"within the first {Most} rows, which is all that is read");
            }
        }

        return rows.Count >= 2 ? rows : throw new BadInputException($"{path} holds {rows.Count} values; a series needs two or more.");
    }

    private static string Bare(string field) => field.Trim().Trim('"');

    private static bool TryValue(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value) && value >= 0;

    /// <summary>Seconds since 1970 (milliseconds where they would lie beyond 2200), or a date; without a zone it is UTC.</summary>
    internal static bool TryTime(string text, out long ticks)
    {
        ticks = 0;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            seconds = seconds > (Latest - Earliest).TotalSeconds ? seconds / 1000 : seconds;
            ticks = seconds <= (Latest - Earliest).TotalSeconds ? Instant.FromUnixSeconds(seconds).Ticks : 0;
            return ticks > 0;
        }

        // The year leads: 3/4/2024 is a day in March here and one in April there.
        var isDate = text.Length >= 8 && text.AsSpan(0, 4).IndexOfAnyExceptInRange('0', '9') < 0 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            && (ticks = date.UtcTicks) >= Earliest.Ticks;
        return isDate && ticks < Latest.Ticks;
    }

    /// <summary>The commonest distance of two rows.</summary>
    private static TimeSpan Interval(List<(long Ticks, double Value)> sorted)
    {
        var gaps = sorted.Zip(sorted.Skip(1), (a, b) => b.Ticks - a.Ticks).Where(g => g > 0).CountBy(g => g).ToList();
        return gaps.Count == 0
            ? throw new BadInputException("All rows have the same time; a series needs two times or more.")
            : new TimeSpan(gaps.OrderByDescending(g => g.Value).ThenBy(g => g.Key).First().Key);
    }
}
