namespace SageServe.VllmEmulator;

/// <summary>A <see cref="PoolId"/> as configuration can bind it.</summary>
internal sealed class PoolOptions
{
    public DeploymentOptions Deployment { get; set; } = new();

    public string Accelerator { get; set; } = "";

    public CapacityType CapacityType { get; set; } = CapacityType.OnDemand;

    public string Revision { get; set; } = PoolId.DefaultRevision;

    public PoolId ToId() => new(
        new DeploymentId(new ModelId(Deployment.Model), new RegionId(Deployment.Region)),
        new AcceleratorId(Accelerator),
        CapacityType,
        Revision);
}
