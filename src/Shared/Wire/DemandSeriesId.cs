namespace SageServe.Shared;

/// <summary>Demand is counted where the request entered, per model and tier.</summary>
public readonly record struct DemandSeriesId(ModelId Model, RegionId Origin, ServiceTier Tier) : IComparable<DemandSeriesId>
{
    public int CompareTo(DemandSeriesId other)
    {
        var order = Model.CompareTo(other.Model);
        if (order == 0)
        {
            order = Origin.CompareTo(other.Origin);
        }

        return order != 0 ? order : Tier.CompareTo(other.Tier);
    }

    public override string ToString() => $"{Model}/{Origin}/{Tier.WireName()}";
}
