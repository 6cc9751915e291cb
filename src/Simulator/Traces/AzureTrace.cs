using System.Globalization;
using System.IO.Compression;

namespace SageServe.Simulator;

/// <summary>Azure's public LLM inference traces (<c>TIMESTAMP,ContextTokens,GeneratedTokens</c>), plain or gzip, read row by row.</summary>
public static class AzureTrace
{
    private const string Header = "TIMESTAMP,ContextTokens,GeneratedTokens";

    /// <exception cref="BadInputException">The file is missing or a row cannot be read; says which.</exception>
    public static IEnumerable<TraceRow> Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"--trace: there is no file '{path}'. Give the path of an Azure LLM inference trace, .csv or .csv.gz.");
        }

        return Rows(path);
    }

    private static IEnumerable<TraceRow> Rows(string path)
    {
        using var file = File.OpenRead(path);
        using var reader = new StreamReader(IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var number = 1;
        if (Line(reader, path)?.Trim().TrimStart('\uFEFF') is var header && header != Header)
        {
            throw new BadInputException($"{path}, line 1: the header is '{header}' and should be '{Header}'.");
        }

        DateTime? first = null;
        var last = TimeSpan.Zero;
        while (Line(reader, path) is { } line)
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            var (time, prompt, output) = Parse(line, path, number);
            first ??= time;
            // A few rows of the published files step back by milliseconds; arrivals never do.
            last = time - first.Value > last ? time - first.Value : last;
            yield return new TraceRow(last, prompt, output);
        }

        if (first is null)
        {
            throw new BadInputException($"{path} has a header and no rows.");
        }
    }

    private static bool IsGzip(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var read = file.Read(magic);
        file.Position = 0;
        return read == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
    }

    private static string? Line(StreamReader reader, string path)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException($"{path}: the gzip data is damaged ({e.Message}). Fetch the file again.");
        }
    }

    private static (DateTime Time, int Prompt, int Output) Parse(string line, string path, int number)
    {
        var fields = line.Split(',');
        if (fields.Length >= 3
            && DateTime.TryParse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var prompt)
            && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var output))
        {
            return (time, Math.Max(1, prompt), Math.Max(1, output));
        }

        throw new BadInputException($"{path}, line {number}: '{line}' is not a time and two token counts ({Header}).");
    }
}
