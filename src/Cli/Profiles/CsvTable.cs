using System.IO.Compression;
using CsvHelper;

namespace SageServe.Cli;

/// <summary>A benchmark's CSV as it stands: a header and rows that know their lines. Gzip by the file's name.</summary>
internal sealed class CsvTable
{
    /// <summary>More rows than any benchmark writes; a larger file is no benchmark.</summary>
    public const int MostRows = 1_000_000;

    private CsvTable(string path, string[] header, IReadOnlyList<TableRow> rows) => (Path, Header, Rows) = (path, header, rows);

    public string Path { get; }

    public string[] Header { get; }

    public IReadOnlyList<TableRow> Rows { get; }

    public static CsvTable Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new BadInputException($"There is no file '{path}'. Give a benchmark's CSV (.csv or .csv.gz).");
        }

        try
        {
            using var file = File.OpenRead(path);
            using Stream content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            using var reader = CsvReader.Create(content, CsvReaderOptions.Default with { TrackLineNumbers = true });
            return Read(path, reader);
        }
        catch (Exception e) when (e is InvalidDataException or CsvFormatException or IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path} could not be read: {e.Message.Split('\n')[0]}");
        }
    }

    /// <summary>The same table with only the rows whose columns have these values.</summary>
    public CsvTable Where(IEnumerable<(string Column, string Value)> conditions)
    {
        var rows = Rows;
        foreach (var (column, value) in conditions)
        {
            var index = Array.FindIndex(Header, h => string.Equals(h, column, StringComparison.OrdinalIgnoreCase));
            if (index < 0)
            {
                throw new BadInputException($"--where {column}={value}: {Path} has no column '{column}'. It has: {string.Join(", ", Header)}.");
            }

            var seen = rows;
            rows = [.. rows.Where(r => r.Cells[index] == value)];
            if (rows.Count == 0)
            {
                throw new BadInputException($"--where {column}={value}: no row of {Path} has it. There are: {string.Join(", ", seen.Select(r => r.Cells[index]).Distinct().Take(12))}.");
            }
        }

        return new CsvTable(Path, Header, rows);
    }

    private static CsvTable Read(string path, CsvReader reader)
    {
        string[] header = [.. reader.Headers.Select(h => h.Trim())];
        if (header.Length == 0)
        {
            throw new BadInputException($"{path} is empty. The first line must name the columns.");
        }

        var rows = new List<TableRow>();
        while (reader.Read())
        {
            string[] cells = [.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim())];
            if (cells.All(c => c.Length == 0))
            {
                continue;
            }

            if (cells.Length != header.Length)
            {
                throw new BadInputException($"{path}, line {reader.LineNumber}: {cells.Length} cells, but the header has {header.Length}. Mend or delete the line.");
            }

            rows.Add(new TableRow((int)reader.LineNumber, cells));
            if (rows.Count > MostRows)
            {
                throw new BadInputException($"{path} has more than {MostRows:N0} rows. Give a sample of it.");
            }
        }

        return rows.Count > 0 ? new CsvTable(path, header, rows) : throw new BadInputException($"{path} has a header but no rows.");
    }
}
