namespace SageServe.EngineModel;

/// <summary>A full prompt block that sequences with the same prefix share; unused ones wait in the LRU to be hit or evicted.</summary>
internal sealed class CachedBlock(ulong hash)
{
    public ulong Hash { get; } = hash;

    public int Users { get; set; } = 1;

    public CachedBlock? Older { get; set; }

    public CachedBlock? Newer { get; set; }
}
