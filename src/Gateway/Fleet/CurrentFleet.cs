namespace SageServe.Gateway;

/// <summary>The latest snapshot: one reference, swapped whole.</summary>
internal sealed class CurrentFleet(GatewayOptions options)
{
    private volatile FleetSnapshot _latest = new FleetSnapshotBuilder(new RegionId(options.Region)).Build(Instant.Min, 0);

    public FleetSnapshot Latest => _latest;

    public void Swap(FleetSnapshot snapshot) => _latest = snapshot;
}
