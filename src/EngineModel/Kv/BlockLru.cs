namespace SageServe.EngineModel;

/// <summary>Cached blocks that nobody uses, least recently freed first. All operations O(1).</summary>
internal sealed class BlockLru
{
    private CachedBlock? _oldest;
    private CachedBlock? _newest;

    public int Count { get; private set; }

    public void Add(CachedBlock block)
    {
        block.Older = _newest;
        block.Newer = null;
        if (_newest is null)
        {
            _oldest = block;
        }
        else
        {
            _newest.Newer = block;
        }

        _newest = block;
        Count++;
    }

    public void Remove(CachedBlock block)
    {
        if (block.Older is null)
        {
            _oldest = block.Newer;
        }
        else
        {
            block.Older.Newer = block.Newer;
        }

        if (block.Newer is null)
        {
            _newest = block.Older;
        }
        else
        {
            block.Newer.Older = block.Older;
        }

        block.Older = block.Newer = null;
        Count--;
    }

    public CachedBlock RemoveOldest()
    {
        Invariant.Holds(_oldest is not null, "an eviction finds an unused block");
        var block = _oldest;
        Remove(block);
        return block;
    }
}
