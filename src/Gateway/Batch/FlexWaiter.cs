namespace SageServe.Gateway;

/// <summary>One held call that waits for its release.</summary>
internal sealed class FlexWaiter(ModelId model)
{
    public ModelId Model { get; } = model;

    public TaskCompletionSource Released { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
