using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// Which prefixes one place (a replica, another region) is likely to have in its KV cache: the blocks last sent there, least recently used
/// out first. A block's hash chains all before it, and a prompt's head is always used after its tail: where a block is, all before it are.
/// </summary>
internal sealed class PrefixCache
{
    private const int None = -1;
    private readonly Dictionary<ulong, int> _slots = [];
    private ulong[] _hashes = new ulong[16];
    private int[] _older = new int[16];
    private int[] _newer = new int[16];
    private int _oldest = None;
    private int _newest = None;

    public int Count => _slots.Count;

    /// <summary>Leading blocks of the prompt that are here. O(log blocks).</summary>
    /// <param name="blocks">Chained hashes of the prompt.</param>
    /// <param name="stride">Every how manieth of them is a block of the index.</param>
    /// <param name="salt">Sets apart what shares no cache: 0 for the base model, else of the adapter.</param>
    /// <returns>Blocks of the index.</returns>
    public int Match(ImmutableArray<ulong> blocks, int stride, ulong salt)
    {
        var (known, beyond) = (0, blocks.Length / stride + 1);
        while (beyond - known > 1)
        {
            var middle = (known + beyond) / 2;
            if (_slots.ContainsKey(blocks[middle * stride - 1] ^ salt))
            {
                known = middle;
            }
            else
            {
                beyond = middle;
            }
        }

        return known;
    }

    /// <summary>The prompt was sent there: its blocks are the newest, the head the very newest. Keeps to the capacity. O(blocks).</summary>
    public void Add(ImmutableArray<ulong> blocks, int stride, ulong salt, int capacity)
    {
        for (var block = Math.Min(blocks.Length / stride, capacity); block > 0; block--)
        {
            Touch(blocks[block * stride - 1] ^ salt, capacity);
        }
    }

    public void Clear()
    {
        _slots.Clear();
        _oldest = _newest = None;
    }

    private void Touch(ulong hash, int capacity)
    {
        if (_slots.TryGetValue(hash, out var slot))
        {
            Unlink(slot);
        }
        else
        {
            slot = FreeSlot(capacity);
            _hashes[slot] = hash;
            _slots.Add(hash, slot);
        }

        (_older[slot], _newer[slot]) = (_newest, None);
        if (_newest != None)
        {
            _newer[_newest] = slot;
        }

        _newest = slot;
        _oldest = _oldest == None ? slot : _oldest;
    }

    private int FreeSlot(int capacity)
    {
        // Slots fill from the first on and then go from the oldest to the newest, so that the first Count of them are always those in use.
        if (_slots.Count < capacity)
        {
            Grow(_slots.Count);
            return _slots.Count;
        }

        var slot = _oldest;
        Unlink(slot);
        _slots.Remove(_hashes[slot]);
        return slot;
    }

    private void Grow(int slot)
    {
        if (slot == _hashes.Length)
        {
            Array.Resize(ref _hashes, 2 * slot);
            Array.Resize(ref _older, 2 * slot);
            Array.Resize(ref _newer, 2 * slot);
        }
    }

    private void Unlink(int slot)
    {
        var (older, newer) = (_older[slot], _newer[slot]);
        (older == None ? ref _oldest : ref _newer[older]) = newer;
        (newer == None ? ref _newest : ref _older[newer]) = older;
    }
}
