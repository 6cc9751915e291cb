namespace SageServe.Simulator;

/// <summary>Rows under a header that shows the format.</summary>
internal abstract class CsvTrace : TraceFormat
{
    private protected abstract string Header { get; }

    internal sealed override bool Matches(ReadOnlySpan<char> first) => first.Trim().Equals(Header, StringComparison.Ordinal);

    internal sealed override IEnumerable<TraceRow> Read(TraceLines lines)
    {
        var columns = Header.Split(',').Length;
        var fields = new CsvFields(columns);
        var clock = default(TraceClock);
        while (lines.Next())
        {
            fields.Split(lines.Line);
            yield return fields.Count < columns ? throw lines.Bad(Row) : Parse(lines, fields, ref clock);
        }
    }

    /// <summary>The current line, which has all columns.</summary>
    private protected abstract TraceRow Parse(TraceLines lines, CsvFields fields, ref TraceClock clock);
}
