namespace SageServe.Simulator;

/// <summary>Pairs of lengths without times (vidur): every row arrives at zero, as a batch does.</summary>
internal sealed class LengthsTrace : TraceFormat
{
    private const string Header = "num_prefill_tokens,num_decode_tokens";

    public override string Name => "lengths";

    public override string Row => $"two token counts ({Header})";

    internal override bool Matches(ReadOnlySpan<char> first) => first.StartsWith(Header, StringComparison.Ordinal);

    internal override IEnumerable<TraceRow> Read(TraceLines lines)
    {
        var fields = new CsvFields(2);
        while (lines.Next())
        {
            fields.Split(lines.Line);
            var second = fields.Count < 2 ? -1 : fields.Of(lines.Line, 1).IndexOf(',');
            if (fields.Count < 2
                || !TryTokens(fields.Of(lines.Line, 0), out var prompt)
                || !TryTokens(second < 0 ? fields.Of(lines.Line, 1) : fields.Of(lines.Line, 1)[..second], out var output))
            {
                throw lines.Bad(Row);
            }

            yield return new TraceRow(TimeSpan.Zero, prompt, output) { Tier = ServiceTier.NonInteractive };
        }
    }
}
