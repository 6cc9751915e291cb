using System.Globalization;

namespace SageServe.Simulator;

/// <summary>Azure's public LLM inference traces of 2023 and 2024.</summary>
internal sealed class AzureTrace : CsvTrace
{
    public override string Name => "azure";

    public override string Row => $"a time and two token counts ({Header})";

    private protected override string Header => "TIMESTAMP,ContextTokens,GeneratedTokens";

    private protected override TraceRow Parse(TraceLines lines, CsvFields fields, ref TraceClock clock) =>
        DateTime.TryParse(fields.Of(lines.Line, 0), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
        && TryTokens(fields.Of(lines.Line, 1), out var prompt)
        && TryTokens(fields.Of(lines.Line, 2), out var output)
        ? new TraceRow(clock.Next(TimeSpan.FromTicks(time.Ticks)), prompt, output)
        : throw lines.Bad(Row);
}
