namespace SageServe.ClusterKit;

/// <summary>One emulated replica in a pod.</summary>
/// <param name="host">Whose control API it is told by.</param>
/// <param name="preStop">Before SIGTERM.</param>
/// <param name="shutdown">How long what runs may finish after SIGTERM.</param>
internal sealed class EmulatedEngine(EmulatedEngines host, TimeSpan preStop, TimeSpan shutdown) : IEngine
{
    private volatile bool _isReady;
    private volatile bool _hasEnded;
    private int _isTerminating;

    /// <summary>The replica's, once it was started.</summary>
    public string? Id { get; set; }

    public bool IsReady => _isReady;

    public bool HasEnded => _hasEnded;

    public DateTimeOffset? NextChange => null;

    public void Terminate()
    {
        if (Interlocked.Exchange(ref _isTerminating, 1) == 0)
        {
            _ = EndAsync();
        }
    }

    public void Kill()
    {
        if (Id is { } id)
        {
            _ = host.KillAsync(id);
        }
    }

    /// <summary>True when something changed.</summary>
    public bool Saw(Dictionary<string, ReplicaState> states)
    {
        if (Id is not { } id || !states.TryGetValue(id, out var state))
        {
            return false;
        }

        var (ready, ended) = (state == ReplicaState.Ready, state is ReplicaState.Stopped or ReplicaState.Failed);
        var changed = (ready, ended) != (_isReady, _hasEnded);
        (_isReady, _hasEnded) = (ready, ended);
        return changed;
    }

    private async Task EndAsync()
    {
        await Task.Delay(preStop);
        if (Id is { } id)
        {
            await host.DrainAsync(id, shutdown);
        }
    }
}
