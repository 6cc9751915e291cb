using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>
/// Our own request log: one JSON object a line with <c>at</c> (seconds), <c>prompt_tokens</c> and <c>output_tokens</c>, and where known
/// <c>model</c>, <c>origin</c>, <c>tier</c>, <c>streaming</c>, <c>session</c>, <c>adapter</c>, <c>prefix_blocks</c> and <c>prefix_block_tokens</c>.
/// </summary>
internal sealed class RequestLogTrace : JsonLinesTrace
{
    public override string Name => "jsonl";

    public override string Row => "a JSON object with at (seconds), prompt_tokens and output_tokens, and perhaps model, origin, tier, streaming";

    internal override bool Matches(ReadOnlySpan<char> first) => IsObjectWith(first, "\"at\"", "\"prompt_tokens\"");

    /// <summary>Writes a row as this format has it.</summary>
    internal static void Write(Utf8JsonWriter writer, in TraceRow row)
    {
        writer.WriteStartObject();
        writer.WriteNumber("at"u8, row.At.TotalSeconds);
        writer.WriteNumber("prompt_tokens"u8, row.PromptTokens);
        writer.WriteNumber("output_tokens"u8, row.OutputTokens);
        Text(writer, "model", row.Model);
        Text(writer, "origin", row.Origin);
        Text(writer, "tier", row.Tier?.WireName());
        if (row.Streaming is { } streaming)
        {
            writer.WriteBoolean("streaming"u8, streaming);
        }

        Text(writer, "session", row.Session);
        Text(writer, "adapter", row.Adapter);
        if (!row.PrefixBlocks.IsDefaultOrEmpty)
        {
            writer.WriteNumber("prefix_block_tokens"u8, row.PrefixBlockTokens);
            writer.WriteStartArray("prefix_blocks"u8);
            foreach (var block in row.PrefixBlocks)
            {
                writer.WriteNumberValue(block);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private protected override TraceRow Request(JsonElement row)
    {
        var at = row.GetProperty("at"u8).GetDouble();
        ServiceTier? tier = Text(row, "tier") is { } text ? ServiceTiers.TryParse(text, out var known) ? known : throw new FormatException() : null;
        return at is >= 0 and < 1e9
            ? new TraceRow(TimeSpan.FromTicks((long)Math.Round(at * TimeSpan.TicksPerSecond)), Tokens(row.GetProperty("prompt_tokens"u8)), Tokens(row.GetProperty("output_tokens"u8)))
            {
                Model = Text(row, "model"),
                Origin = Text(row, "origin"),
                Tier = tier,
                Streaming = row.TryGetProperty("streaming"u8, out var streaming) ? streaming.GetBoolean() : null,
                Session = Text(row, "session"),
                Adapter = Text(row, "adapter"),
                PrefixBlocks = row.TryGetProperty("prefix_blocks"u8, out var blocks) ? [.. blocks.EnumerateArray().Select(b => b.GetUInt64())] : default,
                PrefixBlockTokens = row.TryGetProperty("prefix_block_tokens"u8, out var size) ? size.GetInt32() : 0,
            }
            : throw new FormatException();
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
