using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Which replica keeps which response. Bounded: the oldest is forgotten first. Not known after a restart, but to the region's other gateways.</summary>
internal sealed class KnownResponses(GatewayOptions options, SteadyClock clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KnownResponse> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly RegionId _home = new(options.Region);

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _known.Count;
            }
        }
    }

    /// <summary>Called before the client sees the id, so that what it sends next finds it.</summary>
    public void Remember(string id, Exchange exchange)
    {
        var request = exchange.Request;
        var region = exchange.Instance.IsNone ? exchange.ServedIn : _home;
        Learn(id, new KnownResponse(region, exchange.Instance, request.Tenant, request.Model, clock.Now + options.StoredResponses.RememberFor));
    }

    /// <summary>What another gateway of the region knows; clocks that differ make it forgotten a little earlier or later.</summary>
    public void Learn(string id, KnownResponse response)
    {
        lock (_gate)
        {
            if (options.StoredResponses.MaxRemembered == 0)
            {
                return;
            }

            if (!_known.TryAdd(id, response))
            {
                // Clients may choose ids (vLLM's request_id): the last one counts, but nobody takes another's.
                _known[id] = _known[id].Tenant == response.Tenant ? response : _known[id];
                return;
            }

            _order.Enqueue(id);
            while (_order.Count > options.StoredResponses.MaxRemembered)
            {
                _known.Remove(_order.Dequeue());
            }
        }
    }

    /// <summary>Null for one that is not known here, or not this tenant's.</summary>
    public KnownResponse? Find(string id, TenantId tenant) => Find(id) is { } response && response.Tenant == tenant ? response : null;

    /// <summary>Whoever's it is; null for one that is not known here.</summary>
    public KnownResponse? Find(string id)
    {
        lock (_gate)
        {
            return _known.TryGetValue(id, out var response) && response.Until > clock.Now ? response : null;
        }
    }
}
