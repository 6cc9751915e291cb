namespace SageServe.Simulator;

/// <summary>BurstGPT's CSV: seconds, model, tokens, and whether a conversation or a program asked. Failed calls (no answer) are left out.</summary>
internal sealed class BurstGptTrace : TraceFormat
{
    private const string Header = "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type";

    public override string Name => "burstgpt";

    public override string Row => $"a time in seconds, a model, three token counts and a log type ({Header})";

    internal override bool Matches(ReadOnlySpan<char> first) =>
        first.StartsWith("Timestamp,", StringComparison.Ordinal) && first.Contains("Model,Request tokens,Response tokens,Total tokens,Log Type", StringComparison.Ordinal);

    internal override IEnumerable<TraceRow> Read(TraceLines lines)
    {
        // Later editions carry a session and an elapsed time between the time and the model.
        var shift = lines.Line.ToString().Split(',').IndexOf("Model") - 1;
        var fields = new CsvFields(6 + shift);
        var clock = default(TraceClock);
        while (lines.Next())
        {
            if (Parse(lines, fields, shift, ref clock) is { } row)
            {
                yield return row;
            }
        }
    }

    private TraceRow? Parse(TraceLines lines, CsvFields fields, int shift, ref TraceClock clock)
    {
        var line = lines.Line;
        fields.Split(line);
        if (fields.Count < 6 + shift
            || !TrySeconds(fields.Of(line, 0), out var time)
            || !TryTokens(fields.Of(line, 2 + shift), out var prompt)
            || !TryTokens(fields.Of(line, 3 + shift), out var output))
        {
            throw lines.Bad(Row);
        }

        var at = clock.Next(time);
        return fields.Of(line, 3 + shift) is "0" ? null : new TraceRow(at, prompt, output)
        {
            Model = fields.Of(line, 1 + shift).ToString(),
            Streaming = fields.Of(line, 5 + shift).StartsWith("Conv", StringComparison.OrdinalIgnoreCase),
        };
    }
}
