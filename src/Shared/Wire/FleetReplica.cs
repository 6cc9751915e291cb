namespace SageServe.Shared;

/// <param name="Id">Unique in the region.</param>
/// <param name="Model">What it serves.</param>
/// <param name="Accelerator">What it runs on.</param>
/// <param name="Url">Base address of its OpenAI API and metrics, for example <c>http://127.0.0.1:8000</c>.</param>
/// <param name="Draining">True: it takes nothing new.</param>
/// <param name="CapacityType">How it is paid for.</param>
/// <param name="Revision">Model revision of its pool.</param>
public sealed record FleetReplica(
    InstanceId Id,
    ModelId Model,
    AcceleratorId Accelerator,
    string Url,
    bool Draining = false,
    CapacityType CapacityType = CapacityType.OnDemand,
    string Revision = PoolId.DefaultRevision);
