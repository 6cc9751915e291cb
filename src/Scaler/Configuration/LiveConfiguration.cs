namespace SageServe.Scaler;

/// <summary>The configuration that counts now. The planner takes a new one between two ticks, everything else when it looks next.</summary>
internal sealed class LiveConfiguration(ScalerOptions options, ServingCatalog catalog)
{
    private volatile ConfigurationSet _current = new(options, catalog, 1);
    private volatile TaskCompletionSource _changed = NewSignal();

    public ConfigurationSet Current => _current;

    /// <summary>Ends with the next change; to be asked for before <see cref="Current"/>.</summary>
    public Task Changed => _changed.Task;

    public void Swap(ConfigurationSet next)
    {
        _current = next;
        Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
