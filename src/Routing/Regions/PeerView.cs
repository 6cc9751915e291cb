using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>The other regions of the catalog, sorted by id, with what their summaries tell of this model.</summary>
internal sealed class PeerView
{
    private readonly List<PeerRegion> _peers = [];
    private readonly ModelId _model;
    private double _secondsPerSummary;

    public PeerView(FlowScope scope)
    {
        _model = scope.Model;
        Change(scope);
    }

    /// <summary>Regions that were known keep their circuit, their summary and what they have cached.</summary>
    public void Change(FlowScope scope)
    {
        var known = _peers.ToArray();
        _peers.Clear();
        _secondsPerSummary = scope.Options.RelaySecondsPerSummary;
        var spec = scope.Catalog.Regions.FirstOrDefault(r => r.Id == scope.Home);
        foreach (var region in scope.Catalog.Regions)
        {
            if (region.Id != scope.Home)
            {
                var costs = new RegionCosts(scope.Catalog, scope.Model, region.Id);
                var roundTrip = spec?.RoundTripTo(region.Id) ?? TimeSpan.FromMilliseconds(200);
                var peer = Array.Find(known, p => p.Region == region.Id) ?? new PeerRegion(region.Id, scope.Options.Breaker);
                peer.Change(roundTrip, costs, scope.Options.Breaker);
                _peers.Add(peer);
            }
        }
    }

    public int Count => _peers.Count;

    public PeerRegion this[int index] => _peers[index];

    /// <summary>The circuit to each region.</summary>
    public ImmutableArray<RegionCircuit> CircuitsAt(Instant now) => [.. _peers.Select(p => new RegionCircuit(p.Region, p.Breaker.StateAt(now)))];

    public PeerRegion? Find(RegionId region) => Among(_peers, region);

    public void Update(FleetSnapshot fleet)
    {
        foreach (var peer in _peers)
        {
            peer.Update(Summary(fleet, peer.Region), _secondsPerSummary);
        }
    }

    /// <summary>Until the first region that refused takes such a request again by its own word; the longest time without one.</summary>
    public TimeSpan RestLeft(InferenceRequest request, Instant now)
    {
        var left = TimeSpan.MaxValue;
        foreach (var peer in _peers)
        {
            var one = peer.RestLeft(request, now);
            left = one < left ? one : left;
        }

        return left;
    }

    public static PeerRegion? Among(List<PeerRegion> peers, RegionId region)
    {
        foreach (var peer in peers)
        {
            if (peer.Region == region)
            {
                return peer;
            }
        }

        return null;
    }

    private RegionSummary? Summary(FleetSnapshot fleet, RegionId region)
    {
        foreach (var summary in fleet.Others)
        {
            if (summary.Region == region && summary.Model == _model)
            {
                return summary;
            }
        }

        return null;
    }
}
