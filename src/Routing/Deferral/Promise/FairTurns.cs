using System.Runtime.InteropServices;

namespace SageServe.Routing;

/// <summary>Tenants with work that is not urgent, each with the one of its groups that is next: calls that are held, then the earliest deadline.</summary>
internal sealed class FairTurns
{
    private readonly Dictionary<TenantId, int> _tenants = [];
    private readonly List<Queue<int>> _held = [];
    private readonly List<Queue<int>> _rest = [];
    private readonly List<int> _active = [];

    /// <summary>Tenants that have work left.</summary>
    public int Count => _active.Count;

    /// <summary>The group that is a tenant's next.</summary>
    public int this[int turn] => Line(turn).Peek();

    public void Clear()
    {
        _tenants.Clear();
        _active.Clear();
    }

    /// <summary>In the order of deadlines.</summary>
    public void Add(TenantId tenant, int place, bool held)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_tenants, tenant, out var known);
        if (!known)
        {
            number = _active.Count;
            _active.Add(number);
            if (_held.Count == number)
            {
                _held.Add(new Queue<int>());
                _rest.Add(new Queue<int>());
            }

            _held[number].Clear();
            _rest[number].Clear();
        }

        (held ? _held : _rest)[number].Enqueue(place);
    }

    /// <summary>The tenant's group is done: the next one, or the tenant has no more.</summary>
    public void Next(int turn)
    {
        Line(turn).Dequeue();
        var number = _active[turn];
        if (_held[number].Count + _rest[number].Count == 0)
        {
            _active.RemoveAt(turn);
        }
    }

    private Queue<int> Line(int turn) => _held[_active[turn]] is { Count: > 0 } held ? held : _rest[_active[turn]];
}
