using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace SageServe.VllmEmulator;

/// <summary>
/// Hashes a prompt block by block, each block chained to those before it: equal hashes mean equal prefixes, as in vLLM's
/// prefix cache. The last chain value seeds the answer.
/// </summary>
internal sealed class PromptHash(int blockTokens)
{
    private readonly int _blockBytes = blockTokens * Tokenizer.BytesPerToken;
    private readonly ImmutableArray<ulong>.Builder _blocks = ImmutableArray.CreateBuilder<ulong>();
    private byte[] _bytes = [];
    private int _length;

    public PromptHash Add(string text)
    {
        var count = Encoding.UTF8.GetByteCount(text);
        if (_length + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_length + count, 2 * _bytes.Length));
        }

        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
        return this;
    }

    /// <summary>The chained hashes of all full blocks within <paramref name="promptTokens"/>, and the hash of everything.</summary>
    public (ImmutableArray<ulong> Blocks, ulong All) Finish(int promptTokens)
    {
        var chain = 0x51_7C_C1_B7_27_22_0A_95UL;
        var at = 0;
        for (; at + _blockBytes <= _length && _blocks.Count < promptTokens / blockTokens; at += _blockBytes)
        {
            chain = Hash(_bytes.AsSpan(at, _blockBytes), chain);
            _blocks.Add(chain);
        }

        return (_blocks.ToImmutable(), Hash(_bytes.AsSpan(at, _length - at), chain));
    }

    private static ulong Hash(ReadOnlySpan<byte> bytes, ulong seed)
    {
        var hash = seed ^ (ulong)bytes.Length;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            hash = TextSource.Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 0x100000001B3UL;
        }

        return TextSource.Mix(hash);
    }
}
