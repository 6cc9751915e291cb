using System.Globalization;

namespace SageServe.Simulator;

/// <summary>Azure's public LLM inference traces of 2023 and 2024.</summary>
internal sealed class AzureTrace : TraceFormat
{
    private const string Header = "TIMESTAMP,ContextTokens,GeneratedTokens";

    public override string Name => "azure";

    public override string Row => $"a time and two token counts ({Header})";

    internal override bool Matches(ReadOnlySpan<char> first) => first.Trim().Equals(Header, StringComparison.Ordinal);

    internal override IEnumerable<TraceRow> Read(TraceLines lines)
    {
        var fields = new CsvFields(3);
        var clock = default(TraceClock);
        while (lines.Next())
        {
            yield return Parse(lines, fields, ref clock);
        }
    }

    private TraceRow Parse(TraceLines lines, CsvFields fields, ref TraceClock clock)
    {
        fields.Split(lines.Line);
        return fields.Count >= 3
            && DateTime.TryParse(fields.Of(lines.Line, 0), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            && TryTokens(fields.Of(lines.Line, 1), out var prompt)
            && TryTokens(fields.Of(lines.Line, 2), out var output)
            ? new TraceRow(clock.Next(TimeSpan.FromTicks(time.Ticks)), prompt, output)
            : throw lines.Bad(Row);
    }
}
