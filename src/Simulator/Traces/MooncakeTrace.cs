using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Simulator;

/// <summary>Mooncake's JSON lines: milliseconds, lengths, and ids of the prompt's blocks of 512 tokens; equal ids are shared prefixes.</summary>
internal sealed class MooncakeTrace : JsonLinesTrace
{
    private const int BlockTokens = 512;

    public override string Name => "mooncake";

    public override string Row => "a JSON object with timestamp (ms), input_length, output_length and hash_ids";

    internal override bool Matches(ReadOnlySpan<char> first) => IsObjectWith(first, "\"input_length\"", "\"timestamp\"");

    private protected override TraceRow Request(JsonElement row)
    {
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

        var milliseconds = row.GetProperty("timestamp"u8).GetDouble();
        return milliseconds is >= 0 and < 1e12
            ? new TraceRow(TimeSpan.FromMilliseconds(milliseconds), Tokens(row.GetProperty("input_length"u8)), Tokens(row.GetProperty("output_length"u8)))
            {
                PrefixBlocks = blocks,
                PrefixBlockTokens = BlockTokens,
            }
            : throw new FormatException();
    }
}
