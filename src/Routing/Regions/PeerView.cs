namespace SageServe.Routing;

/// <summary>The other regions of the catalog, sorted by id, with what their summaries tell of this model.</summary>
internal sealed class PeerView
{
    private readonly List<PeerRegion> _peers = [];
    private readonly ModelId _model;
    private readonly double _secondsPerSummary;

    public PeerView(ModelId model, RegionId home, ServingCatalog catalog, double secondsPerSummary)
    {
        _model = model;
        _secondsPerSummary = secondsPerSummary;
        var spec = catalog.Regions.FirstOrDefault(r => r.Id == home);
        foreach (var region in catalog.Regions)
        {
            if (region.Id != home)
            {
                _peers.Add(new PeerRegion(region.Id, spec?.RoundTripTo(region.Id) ?? TimeSpan.FromMilliseconds(200)));
            }
        }
    }

    public int Count => _peers.Count;

    public PeerRegion this[int index] => _peers[index];

    public void Update(FleetSnapshot fleet)
    {
        foreach (var peer in _peers)
        {
            peer.Update(Summary(fleet, peer.Region), _secondsPerSummary);
        }
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
