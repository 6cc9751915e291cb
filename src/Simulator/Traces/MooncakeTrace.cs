using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>Mooncake's JSON lines: milliseconds, lengths, and ids of the prompt's blocks of 512 tokens; equal ids are shared prefixes.</summary>
internal sealed class MooncakeTrace : TraceFormat
{
    private const int BlockTokens = 512;

    public override string Name => "mooncake";

    public override string Row => "a JSON object with timestamp (ms), input_length, output_length and hash_ids";

    internal override bool Matches(ReadOnlySpan<char> first) =>
        first.TrimStart().StartsWith("{") && first.Contains("\"input_length\"", StringComparison.Ordinal) && first.Contains("\"timestamp\"", StringComparison.Ordinal);

    internal override IEnumerable<TraceRow> Read(TraceLines lines)
    {
        var clock = default(TraceClock);
        do
        {
            yield return Parse(lines, ref clock);
        }
        while (lines.Next());
    }

    private TraceRow Parse(TraceLines lines, ref TraceClock clock)
    {
        try
        {
            using var document = JsonDocument.Parse(lines.Memory);
            var row = document.RootElement;
            var blocks = ImmutableArray<ulong>.Empty;
            if (row.TryGetProperty("hash_ids"u8, out var ids))
            {
                var builder = ImmutableArray.CreateBuilder<ulong>(ids.GetArrayLength());
                foreach (var id in ids.EnumerateArray())
                {
                    builder.Add(id.GetUInt64());
                }

                blocks = builder.MoveToImmutable();
            }

            var (prompt, output) = (row.GetProperty("input_length"u8).GetInt32(), row.GetProperty("output_length"u8).GetInt32());
            var milliseconds = row.GetProperty("timestamp"u8).GetDouble();
            if (prompt is < 0 or > MostTokens || output is < 0 or > MostTokens || milliseconds is not (>= 0 and < 1e12))
            {
                throw lines.Bad(Row);
            }

            var at = clock.Next(TimeSpan.FromMilliseconds(milliseconds));
            return new TraceRow(at, Math.Max(1, prompt), Math.Max(1, output)) { PrefixBlocks = blocks, PrefixBlockTokens = BlockTokens };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw lines.Bad(Row);
        }
    }
}
