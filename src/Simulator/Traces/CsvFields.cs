namespace SageServe.Simulator;

/// <summary>Fields of one line of plain CSV, without quotes, found once; no allocation per line.</summary>
internal sealed class CsvFields(int most)
{
    private readonly Range[] _ranges = new Range[most + 1];

    public int Count { get; private set; }

    /// <summary>Splits a line; what lies beyond the most fields stays in the last one.</summary>
    public void Split(ReadOnlySpan<char> line) => Count = line.Split(_ranges, ',');

    public ReadOnlySpan<char> Of(ReadOnlySpan<char> line, int index) => line[_ranges[index]].Trim();
}
