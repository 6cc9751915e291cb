using System.Globalization;

namespace SageServe.Cli;

/// <summary>One column of a table, found under any of the names that benchmarks give it, read as numbers in base units.</summary>
internal sealed class CsvColumn
{
    private readonly CsvTable _table;
    private readonly int _index;
    private readonly double _scale;

    private CsvColumn(CsvTable table, int index, double scale) => (_table, _index, _scale) = (table, index, scale);

    public string Name => _table.Header[_index];

    /// <summary>Null when the table has none of the names. Case, spaces, underscores, dashes and units in brackets don't matter; a name that ends in ms is in milliseconds.</summary>
    public static CsvColumn? Find(CsvTable table, params string[] names)
    {
        foreach (var name in names)
        {
            for (var i = 0; i < table.Header.Length; i++)
            {
                var header = Plain(table.Header[i]);
                if (header == name || header == name + "s" || header == name + "sec" || header == name + "seconds")
                {
                    return new CsvColumn(table, i, 1);
                }

                if (header == name + "ms")
                {
                    return new CsvColumn(table, i, 1e-3);
                }
            }
        }

        return null;
    }

    public string Text(TableRow row) => row.Cells[_index];

    /// <summary>A finite number; refuses anything else with its place.</summary>
    public double Number(TableRow row)
    {
        var text = row.Cells[_index];
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value * _scale
            : throw Problem(row, $"'{text}' is no number");
    }

    public double Positive(TableRow row) => Number(row) is > 0 and var value ? value : throw Problem(row, $"{row.Cells[_index]} is not above 0");

    public int Count(TableRow row) => Number(row) is >= 1 and <= 10_000_000 and var value
        ? (int)Math.Round(value)
        : throw Problem(row, $"{row.Cells[_index]} is no count from 1 to 10,000,000");

    private BadInputException Problem(TableRow row, string what) =>
        new($"{_table.Path}, line {row.Line}, column '{Name}': {what}. Mend or delete the line.");

    private static string Plain(string header)
    {
        var bracket = header.IndexOf('(', StringComparison.Ordinal);
        var unit = bracket >= 0 ? header[bracket..] : "";
        return string.Concat(((bracket >= 0 ? header[..bracket] : header) + unit).Where(char.IsLetterOrDigit)).ToLowerInvariant();
    }
}
