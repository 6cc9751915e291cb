using System.Collections.Immutable;

namespace SageServe.Routing.Tests;

/// <summary>Prompts made of named blocks of 64 tokens; equal beginnings give equal hashes.</summary>
internal static class Prompts
{
    public const int BlockTokens = 64;

    public static InferenceRequest Prompt(this InferenceRequest request, params ReadOnlySpan<string> blocks)
    {
        var hashes = ImmutableArray.CreateBuilder<ulong>(blocks.Length);
        var hash = 17UL;
        foreach (var block in blocks)
        {
            hash = StableHash.Pair(hash, StableHash.Of(block));
            hashes.Add(hash);
        }

        return request with { PromptTokens = Math.Max(1, blocks.Length * BlockTokens), PrefixBlocks = hashes.MoveToImmutable(), PrefixBlockTokens = BlockTokens };
    }

    /// <summary>A prompt of that many blocks, the first ones of which belong to a conversation.</summary>
    public static InferenceRequest Turn(this InferenceRequest request, string conversation, int blocks) =>
        request.Prompt([.. Enumerable.Range(0, blocks).Select(i => $"{conversation}-{i}")]);
}
