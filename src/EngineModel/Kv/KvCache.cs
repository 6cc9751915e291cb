using System.Runtime.InteropServices;

namespace SageServe.EngineModel;

/// <summary>
/// KV memory in blocks: taken on demand as a sequence grows, given back at its end. Full prompt blocks with a known hash stay
/// cached after their last user left, until the room is needed (least recently freed first, a prompt's tail before its head).
/// Empty blocks are taken before cached ones are evicted.
/// </summary>
internal sealed class KvCache
{
    private readonly int _blockTokens;
    private readonly Dictionary<ulong, CachedBlock?> _cached = [];
    private readonly BlockLru _unused = new();
    private int _owned;

    public KvCache(long capacityTokens, int blockTokens)
    {
        _blockTokens = blockTokens;
        Blocks = checked((int)(capacityTokens / blockTokens));
    }

    public int Blocks { get; }

    /// <summary>Blocks that live sequences hold.</summary>
    public int UsedBlocks => _owned + _cached.Count - _unused.Count;

    /// <summary>Blocks that can be taken: empty ones and cached ones without a user.</summary>
    public int FreeBlocks => Blocks - UsedBlocks;

    /// <summary>Blocks that can be taken before a cached one must go.</summary>
    public int EmptyBlocks => Blocks - _owned - _cached.Count;

    public long UsedTokens => (long)UsedBlocks * _blockTokens;

    public long CapacityTokens => (long)Blocks * _blockTokens;

    public int BlocksFor(int tokens) => (tokens + _blockTokens - 1) / _blockTokens;

    /// <summary>
    /// Leading prompt blocks that are in the cache. The last token of a sequence is always computed, as its logits are needed.
    /// </summary>
    public int CountHits(EngineSequence sequence)
    {
        var limit = Math.Min(sequence.Shareable, (sequence.Length - 1) / _blockTokens);
        var hits = 0;
        while (hits < limit && _cached.ContainsKey(sequence.Request.PrefixBlocks[hits]))
        {
            hits++;
        }

        return hits;
    }

    /// <summary>Admits a sequence without blocks: shares <paramref name="hits"/> cached blocks and takes the rest; false changes nothing.</summary>
    public bool TryStart(EngineSequence sequence, int hits, int tokens)
    {
        var revived = 0;
        for (var i = 0; i < hits; i++)
        {
            revived += _cached[sequence.Request.PrefixBlocks[i]]!.Users == 0 ? 1 : 0;
        }

        if (BlocksFor(tokens) - hits + revived > FreeBlocks)
        {
            return false;
        }

        for (var i = 0; i < hits; i++)
        {
            var block = _cached[sequence.Request.PrefixBlocks[i]]!;
            if (block.Users++ == 0)
            {
                _unused.Remove(block);
            }

            sequence.Shared[i] = block;
        }

        sequence.Blocks = sequence.Published = hits;
        return TryGrow(sequence, tokens);
    }

    /// <summary>Takes blocks until the sequence can hold this many tokens; false changes nothing.</summary>
    public bool TryGrow(EngineSequence sequence, int tokens)
    {
        var more = BlocksFor(tokens) - sequence.Blocks;
        if (more <= 0)
        {
            return true;
        }

        if (more > FreeBlocks)
        {
            return false;
        }

        Take(more);
        sequence.Blocks += more;
        return true;
    }

    /// <summary>Takes blocks that are free, for whoever counts them.</summary>
    public void Take(int blocks)
    {
        _owned += blocks;
        while (_owned + _cached.Count > Blocks)
        {
            _cached.Remove(_unused.RemoveOldest().Hash);
        }
    }

    /// <summary>
    /// Offers prompt blocks that the step fills to later sequences, also those that join in the same step, as V1 does; a block that
    /// another one cached first stays its own.
    /// </summary>
    public void Publish(EngineSequence sequence)
    {
        if (sequence.Published >= sequence.Shareable)
        {
            return;
        }

        var filled = Math.Min(sequence.Computed + sequence.StepTokens, sequence.Request.PromptTokens);
        var full = Math.Min(sequence.Shareable, filled / _blockTokens);
        for (; sequence.Published < full; sequence.Published++)
        {
            var hash = sequence.Request.PrefixBlocks[sequence.Published];
            ref var block = ref CollectionsMarshal.GetValueRefOrAddDefault(_cached, hash, out var isCached);
            if (!isCached)
            {
                block = new CachedBlock(hash);
                sequence.Shared[sequence.Published] = block;
                _owned--;
            }
        }
    }

    public void Free(EngineSequence sequence)
    {
        for (var i = sequence.Blocks - 1; i >= 0; i--)
        {
            if (i >= sequence.Shareable || sequence.Shared[i] is not { } block)
            {
                _owned--;
                continue;
            }

            sequence.Shared[i] = null;
            if (--block.Users == 0)
            {
                _unused.Add(block);
            }
        }

        sequence.Blocks = sequence.Published = 0;
    }

    /// <summary>Forgets every cached block that nobody uses.</summary>
    public void DropUnused()
    {
        while (_unused.Count > 0)
        {
            _cached.Remove(_unused.RemoveOldest().Hash);
        }
    }
}
