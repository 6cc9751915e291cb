using System.Globalization;

namespace SageServe.Simulator;

/// <summary>A rate in equal bins, as published for services whose requests are not.</summary>
/// <param name="Bin">Length of a bin.</param>
/// <param name="PerSecond">Requests (or prompt tokens) a second in each bin.</param>
/// <param name="InTokens">True when the rate counts prompt tokens.</param>
/// <param name="Start">Beginning of the first bin, where the file has dates.</param>
public sealed record RateSeries(TimeSpan Bin, IReadOnlyList<double> PerSecond, bool InTokens, Instant? Start)
{
    /// <summary>Bins of one file.</summary>
    private const int MostBins = 2_000_000;

    private static readonly (string Header, string[] Columns, bool Dates, bool Tokens, double TimeUnit, double? Per)[] Layouts =
    [
        ("service,hour_utc,requests", ["requests"], true, false, 0, null),
        ("service,t_utc,requests_per_min", ["requests_per_min"], true, false, 0, 60),
        ("model,t_s,requests,active_clients", ["requests"], false, false, 1, null),
        ("timestamp,value", ["value"], true, false, 0, null),
        ("t_local,requests", ["requests"], true, false, 0, null),
        ("minute,A_prod,A_dev", ["A_prod", "A_dev"], false, true, 60, null),
    ];

    public TimeSpan Length => Bin * PerSecond.Count;

    public double Mean => PerSecond.Average();

    /// <summary>True when the file's first line is that of a known series.</summary>
    public static bool IsOne(string path)
    {
        using var lines = new TraceLines(path);
        if (!lines.Next())
        {
            return false;
        }

        var header = lines.Line.Trim().ToString();
        return Array.Exists(Layouts, l => l.Header == header);
    }

    /// <exception cref="BadInputException">The file is missing, has another header, or a row cannot be read.</exception>
    public static RateSeries Read(string path, string? column = null)
    {
        using var lines = new TraceLines(path);
        var header = lines.Next() ? lines.Line.Trim().ToString() : "";
        var index = Array.FindIndex(Layouts, l => l.Header == header);
        if (index < 0)
        {
            throw lines.Bad($"the header of a rate series. Known are: {string.Join("; ", Layouts.Select(l => l.Header))}");
        }

        var layout = Layouts[index];
        var name = column ?? layout.Columns[0];
        if (!layout.Columns.Contains(name))
        {
            throw new BadInputException($"{path} has no column '{name}'{Nearest.Hint(name, layout.Columns)}.");
        }

        var columns = header.Split(',');
        var (times, values) = Rows(lines, layout.Dates, columns[0] is "minute" or "timestamp" or "t_local" ? 0 : 1, columns.IndexOf(name), columns.Length);
        if (values.Count < 2)
        {
            throw new BadInputException($"{path} holds {values.Count} bins; a series needs two or more.");
        }

        var bin = TimeSpan.FromTicks((long)((times[1] - times[0]) * (layout.Dates ? 1 : layout.TimeUnit * TimeSpan.TicksPerSecond)));
        CheckSteps(path, times);
        var per = layout.Per ?? bin.TotalSeconds;
        return new RateSeries(bin, [.. values.Select(v => v / per)], layout.Tokens, layout.Dates ? new Instant((long)times[0]) : null);
    }

    private static (List<double> Times, List<double> Values) Rows(TraceLines lines, bool dates, int timeAt, int valueAt, int count)
    {
        var (times, values) = (new List<double>(), new List<double>());
        var fields = new CsvFields(count);
        while (lines.Next())
        {
            fields.Split(lines.Line);
            if (fields.Count < count || !TryTime(fields.Of(lines.Line, timeAt), dates, out var time)
                || !double.TryParse(fields.Of(lines.Line, valueAt), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !(value >= 0))
            {
                throw lines.Bad("a time and a rate of 0 or more");
            }

            times.Add(time);
            values.Add(value);
            if (values.Count > MostBins)
            {
                throw lines.Bad($"within the first {MostBins} bins, which is all that is read");
            }
        }

        return (times, values);
    }

    private static bool TryTime(ReadOnlySpan<char> text, bool dates, out double time)
    {
        if (!dates)
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out time);
        }

        var fine = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date);
        time = date.UtcTicks;
        return fine;
    }

    private static void CheckSteps(string path, List<double> times)
    {
        for (var i = 2; i < times.Count; i++)
        {
            if (Math.Abs(times[i] - times[i - 1] - (times[1] - times[0])) > 1e-6 * (times[1] - times[0]))
            {
                throw new BadInputException($"{path}, row {i + 1}: the step to this time differs from the first; a series has equal bins. Fill the gap.");
            }
        }
    }
}
