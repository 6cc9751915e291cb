using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>Opens traces: which format a file has, and its rows, read as they are asked for.</summary>
public static class TraceFile
{
    /// <summary>All formats, in the order in which a file is tried.</summary>
    public static IReadOnlyList<TraceFormat> Formats { get; } =
        [new AzureTrace(), new BurstGptTrace(), new SageServeTrace(), new LengthsTrace(), new DecisionLogTrace(), new MooncakeTrace(), new RequestLogTrace()];

    /// <summary>The format of this name, or the one that the file's first line shows.</summary>
    /// <param name="path">Plain or gzip.</param>
    /// <param name="format">A name; null or <c>auto</c> looks.</param>
    /// <exception cref="BadInputException">There is no such file or format, or nothing fits.</exception>
    public static TraceFormat FormatOf(string path, string? format = null)
    {
        if (format is not null and not "auto")
        {
            var names = Formats.Select(f => f.Name).ToArray();
            return Formats.FirstOrDefault(f => f.Name == format)
                ?? throw new BadInputException($"There is no trace format '{format}'{Nearest.Hint(format, names)}.");
        }

        using var lines = new TraceLines(path);
        if (!lines.Next())
        {
            throw new BadInputException($"{path} is empty.");
        }

        var first = lines.Line;
        foreach (var candidate in Formats)
        {
            if (candidate.Matches(first))
            {
                return candidate;
            }
        }

        throw lines.Bad($"the beginning of a known trace. Known are: {string.Join("; ", Formats.Select(f => $"{f.Name}: {f.Row}"))}. Name one with --format");
    }

    /// <summary>Rows ascending by time from zero; the file is open while they are read, and read anew each time.</summary>
    /// <exception cref="BadInputException">A row cannot be read: says file, line, what stands there and what belongs there.</exception>
    public static IEnumerable<TraceRow> Read(string path, string? format = null) => Rows(path, FormatOf(path, format));

    /// <summary>Writes rows in the format of our own request log, one JSON object a line.</summary>
    /// <returns>How many.</returns>
    public static long Write(Stream stream, IEnumerable<TraceRow> rows, Action<long>? progress = null)
    {
        var count = 0L;
        using var writer = new Utf8JsonWriter(stream);
        foreach (var row in rows)
        {
            RequestLogTrace.Write(writer, row);
            writer.Flush();
            stream.WriteByte((byte)'\n');
            writer.Reset();
            if (++count % 100_000 == 0)
            {
                progress?.Invoke(count);
            }
        }

        return count;
    }

    private static IEnumerable<TraceRow> Rows(string path, TraceFormat format)
    {
        using var lines = new TraceLines(path);
        var any = false;
        if (lines.Next())
        {
            foreach (var row in format.Read(lines))
            {
                any = true;
                yield return row;
            }
        }

        if (!any)
        {
            throw new BadInputException($"{path} holds no requests.");
        }
    }
}
