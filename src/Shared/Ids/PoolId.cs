namespace SageServe.Shared;

/// <summary>
/// The unit of plans, profiles, cold-start statistics and actuation: replicas that are interchangeable.
/// Every instance belongs to exactly one pool.
/// </summary>
/// <param name="Deployment">The model, and where it runs.</param>
/// <param name="Accelerator">The hardware of each replica.</param>
/// <param name="CapacityType">How the machines are paid for.</param>
/// <param name="Revision">Tells pools of one deployment and hardware apart.</param>
public readonly record struct PoolId(
    DeploymentId Deployment,
    AcceleratorId Accelerator,
    CapacityType CapacityType = CapacityType.OnDemand,
    string Revision = PoolId.DefaultRevision) : IComparable<PoolId>
{
    public const string DefaultRevision = "main";

    public ModelId Model => Deployment.Model;

    public RegionId Region => Deployment.Region;

    public int CompareTo(PoolId other)
    {
        var order = Deployment.CompareTo(other.Deployment);
        if (order == 0)
        {
            order = Accelerator.CompareTo(other.Accelerator);
        }

        if (order == 0)
        {
            order = CapacityType.CompareTo(other.CapacityType);
        }

        return order != 0 ? order : string.CompareOrdinal(Revision, other.Revision);
    }

    public override string ToString() => $"{Deployment}/{Accelerator}/{CapacityType}/{Revision}";
}
