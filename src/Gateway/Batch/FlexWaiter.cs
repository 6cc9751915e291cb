namespace SageServe.Gateway;

/// <summary>One held call that waits for its release.</summary>
internal sealed class FlexWaiter(ModelId model, DeferredGroup group, DeferredItem item)
{
    public ModelId Model { get; } = model;

    public DeferredGroup Group { get; } = group;

    /// <summary>As it stands in the index.</summary>
    public DeferredItem Item { get; } = item;

    /// <summary>Whether what released it is urgent.</summary>
    public TaskCompletionSource<bool> Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
