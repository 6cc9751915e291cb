namespace SageServe.Gateway.Tests;

/// <summary>A group of <see cref="StoreModel"/>.</summary>
internal sealed class ModelGroup
{
    public List<DeferredItem> Waiting { get; } = [];

    public List<DeferredItem> Delayed { get; } = [];

    /// <summary>Granted and not collected.</summary>
    public List<ModelGrant> Granted { get; } = [];

    public List<DeferredLease> Leased { get; } = [];

    public IEnumerable<DeferredItem> Idle => Waiting.Concat(Delayed);

    public int Count => Waiting.Count + Delayed.Count + Granted.Count + Leased.Count;

    public bool Knows(int line) => Idle.Concat(Granted.Select(g => g.Item)).Concat(Leased.Select(l => l.Item)).Any(i => i.Line == line);
}
