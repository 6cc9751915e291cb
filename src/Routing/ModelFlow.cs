namespace SageServe.Routing;

/// <summary>
/// The door of Routing: one state machine per model and gateway. Not thread-safe: the shell tells it one input at a time,
/// under a lock held for microseconds and never across an await. Choosing and reserving is one step.
/// </summary>
public sealed class ModelFlow
{
    public ModelFlow(ModelId model, RegionId home, ServingCatalog catalog, ModelFlowOptions options)
    {
        Model = model;
        Home = home;
        _ = catalog;
        _ = options;
    }

    public ModelId Model { get; }

    public RegionId Home { get; }

    /// <summary>Takes one fact and adds what is to be done to <paramref name="effects"/>. O(log held) per released request.</summary>
    public void Apply(in FlowInput input, FlowEffectBuffer effects) => throw new NotImplementedException();

    public FlowReadout Read(Instant now) => throw new NotImplementedException();
}
