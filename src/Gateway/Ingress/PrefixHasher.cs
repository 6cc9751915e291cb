using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;

namespace SageServe.Gateway;

/// <summary>
/// Hashes a prompt's text block by block as it is parsed, each block's hash chaining all before it, wherever the text was cut. Not
/// cryptographic, the same in every process; no text is kept. O(bytes), one array of hashes.
/// </summary>
/// <param name="blockBytes">Bytes of one block; rounded up to whole words.</param>
/// <param name="mostBytes">No more bytes than this will come.</param>
internal sealed class PrefixHasher(int blockBytes, int mostBytes)
{
    /// <summary>Blocks of one prompt; what comes after them is not told apart.</summary>
    public const int MaxBlocks = 4096;

    /// <summary>Of one block, by the length of its text.</summary>
    public int BlockTokens { get; init; }

    private const int Word = sizeof(ulong);
    private const ulong Odd = 0x9E3779B97F4A7C15UL;
    private readonly int _wordsPerBlock = (blockBytes + Word - 1) / Word;
    private readonly ulong[] _blocks = new ulong[Math.Min(MaxBlocks, mostBytes / blockBytes)];
    private int _count;
    private int _words;
    private ulong _state = Odd;
    private ulong _partial;
    private int _partialBytes;

    public void Add(ReadOnlySpan<byte> text)
    {
        while (_partialBytes > 0 && text.Length > 0)
        {
            Add(text[0]);
            text = text[1..];
        }

        for (; text.Length >= Word; text = text[Word..])
        {
            AddWord(BinaryPrimitives.ReadUInt64LittleEndian(text));
        }

        foreach (var b in text)
        {
            Add(b);
        }
    }

    public void Add(byte b)
    {
        _partial |= (ulong)b << (8 * _partialBytes);
        if (++_partialBytes == Word)
        {
            var word = _partial;
            (_partial, _partialBytes) = (0, 0);
            AddWord(word);
        }
    }

    /// <summary>A token of a prompt that comes as ids; takes as much of a block as the text of one token.</summary>
    public void AddToken(int id)
    {
        Span<byte> bytes = stackalloc byte[TokenEstimate.BytesPerToken];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, id);
        Add(bytes);
    }

    /// <summary>Hashes of the full blocks so far.</summary>
    public ImmutableArray<ulong> ToBlocks() => ImmutableArray.Create(_blocks, 0, _count);

    private void AddWord(ulong word)
    {
        var high = Math.BigMul(_state ^ word, Odd, out var low);
        _state = high ^ low ^ BitOperations.RotateLeft(_state, 23);
        if (++_words == _wordsPerBlock)
        {
            _words = 0;
            if (_count < _blocks.Length)
            {
                _blocks[_count++] = _state;
            }
        }
    }
}
