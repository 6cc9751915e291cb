using SageServe.Hosting;

namespace SageServe.Gateway;

/// <summary>Which replica keeps which response. Bounded: the oldest is forgotten first. Known to this gateway only, and not after its restart.</summary>
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
        var response = new KnownResponse(region, exchange.Instance, request.Tenant, request.Model, clock.Now + options.StoredResponses.RememberFor);
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
    public KnownResponse? Find(string id, TenantId tenant)
    {
        lock (_gate)
        {
            return _known.TryGetValue(id, out var response) && response.Tenant == tenant && response.Until > clock.Now ? response : null;
        }
    }
}
