using System.Runtime.InteropServices;

namespace SageServe.Routing;

/// <summary>
/// Whose item is next among those that are not urgent: the tenant that was let go the least work so far (virtual counters, as with held
/// requests), discounted as its oldest item nears promotion; within a tenant calls that are held, then the earliest deadline. Idle time
/// earns nothing: who comes back is lifted to the least counter of those that wait. O((groups + items) log tenants), without garbage.
/// </summary>
internal sealed class TenantTurns
{
    /// <summary>Beyond so many tenants those that have nothing waiting are forgotten.</summary>
    private const int MaxKnown = 4096;
    private readonly Dictionary<TenantId, double> _served = [];
    private readonly Dictionary<TenantId, int> _heads = [];
    private readonly PriorityQueue<TenantId, (double Served, TenantId Tenant)> _turns = new();
    private int[] _next = [];
    private double _least;

    /// <param name="facts">The lane.</param>
    /// <param name="order">Its groups that wait.</param>
    /// <param name="urgent">By place in that order; those are left out.</param>
    /// <param name="granted">Items granted by place in that order; is added to.</param>
    /// <param name="count">How many may go.</param>
    /// <param name="promoteAfter">Age at which an item is urgent.</param>
    /// <returns>How many of them went.</returns>
    public int Take(in ReleaseFacts facts, DeadlineOrder order, bool[] urgent, int[] granted, int count, TimeSpan promoteAfter)
    {
        Queue(facts, order, urgent, promoteAfter);
        var taken = 0;
        while (taken < count && _turns.TryDequeue(out var tenant, out _))
        {
            var place = _heads[tenant];
            var group = facts.Groups[order[place]];
            granted[place]++;
            taken++;
            _served[tenant] += Math.Max(1e-6, group.WorkPerItem);
            place = granted[place] < group.Waiting ? place : _next[place];
            if (place >= 0)
            {
                _heads[tenant] = place;
                _turns.Enqueue(tenant, (Key(tenant, facts.Groups[order[place]], facts.Now, promoteAfter), tenant));
            }
        }

        return taken;
    }

    private void Queue(in ReleaseFacts facts, DeadlineOrder order, bool[] urgent, TimeSpan promoteAfter)
    {
        _turns.Clear();
        _heads.Clear();
        _next = _next.Length < order.Count ? new int[2 * order.Count] : _next;
        Link(facts, order, urgent, held: false);
        Link(facts, order, urgent, held: true);
        if (_heads.Count == 0)
        {
            return;
        }

        Lift();
        foreach (var (tenant, place) in _heads)
        {
            _turns.Enqueue(tenant, (Key(tenant, facts.Groups[order[place]], facts.Now, promoteAfter), tenant));
        }
    }

    /// <summary>Chains each tenant's groups, from the last to the first, so that the last one linked is its head.</summary>
    private void Link(in ReleaseFacts facts, DeadlineOrder order, bool[] urgent, bool held)
    {
        for (var n = order.Count - 1; n >= 0; n--)
        {
            var group = facts.Groups[order[n]];
            if (!urgent[n] && group.Held == held)
            {
                ref var head = ref CollectionsMarshal.GetValueRefOrAddDefault(_heads, group.Tenant, out var known);
                _next[n] = known ? head : -1;
                head = n;
            }
        }
    }

    private void Lift()
    {
        var least = double.MaxValue;
        foreach (var tenant in _heads.Keys)
        {
            least = _served.TryGetValue(tenant, out var served) ? Math.Min(least, served) : least;
        }

        _least = least == double.MaxValue ? _least : Math.Max(_least, least);
        foreach (var tenant in _heads.Keys)
        {
            ref var served = ref CollectionsMarshal.GetValueRefOrAddDefault(_served, tenant, out _);
            served = Math.Max(served, _least);
        }

        if (_served.Count > MaxKnown + _heads.Count)
        {
            foreach (var tenant in _served.Keys)
            {
                if (!_heads.ContainsKey(tenant))
                {
                    _served.Remove(tenant);
                }
            }
        }
    }

    private double Key(TenantId tenant, in PatientGroup group, Instant now, TimeSpan promoteAfter)
    {
        var age = group.OldestEnqueuedAt is { } oldest && promoteAfter > TimeSpan.Zero ? Math.Clamp((now - oldest) / promoteAfter, 0, 1) : 0;
        return (_served[tenant] - _least) * (1 - age);
    }
}
