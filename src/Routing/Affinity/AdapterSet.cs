using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// Which LoRA adapters a replica is likely to have loaded: its metrics name only those that run just now, so the last used count, as many
/// as it has slots for.
/// </summary>
internal sealed class AdapterSet
{
    private readonly List<string> _lastUsed = [];
    private ImmutableArray<string> _seen = [];

    public bool Contains(string adapter) => _lastUsed.Contains(adapter);

    public bool HasFreeSlot(int slots) => _lastUsed.Count < slots;

    /// <summary>A request with this adapter was sent there. O(slots).</summary>
    public void Use(string adapter, int slots)
    {
        _lastUsed.Remove(adapter);
        while (_lastUsed.Count >= Math.Max(1, slots))
        {
            _lastUsed.RemoveAt(0);
        }

        _lastUsed.Add(adapter);
    }

    /// <summary>The replica's metrics say that it uses these now, perhaps for other gateways.</summary>
    public void Observe(ImmutableArray<string> adapters, int slots)
    {
        if (adapters == _seen)
        {
            return;
        }

        _seen = adapters;
        foreach (var adapter in adapters)
        {
            Use(adapter, slots);
        }
    }

    public void Clear()
    {
        _lastUsed.Clear();
        _seen = [];
    }
}
