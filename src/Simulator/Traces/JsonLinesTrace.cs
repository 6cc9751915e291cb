using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>One JSON object a line, each a request.</summary>
internal abstract class JsonLinesTrace : TraceFormat
{
    internal sealed override IEnumerable<TraceRow> Read(TraceLines lines)
    {
        var clock = default(TraceClock);
        do
        {
            yield return Parse(lines, ref clock);
        }
        while (lines.Next());
    }

    /// <summary>One request at its own time. What JSON's accessors throw says that the line is none.</summary>
    /// <exception cref="FormatException">A value is none that the format has.</exception>
    private protected abstract TraceRow Request(JsonElement row);

    /// <exception cref="FormatException">A count is below zero or beyond belief.</exception>
    private protected static int Tokens(JsonElement count)
    {
        var tokens = count.GetInt32();
        return tokens is >= 0 and <= MostTokens ? Math.Max(1, tokens) : throw new FormatException();
    }

    private TraceRow Parse(TraceLines lines, ref TraceClock clock)
    {
        try
        {
            using var document = JsonDocument.Parse(lines.Memory);
            var row = Request(document.RootElement);
            return row with { At = clock.Next(row.At) };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw lines.Bad(Row);
        }
    }
}
