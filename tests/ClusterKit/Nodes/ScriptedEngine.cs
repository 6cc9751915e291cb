namespace SageServe.ClusterKit;

/// <summary>Pretends: ready at a time, ended at a time.</summary>
internal sealed class ScriptedEngine(TimeProvider time, DateTimeOffset readyAt, TimeSpan ending) : IEngine
{
    private readonly Lock _gate = new();
    private DateTimeOffset? _endsAt;
    private bool? _toldReady;

    public bool IsReady
    {
        get
        {
            lock (_gate)
            {
                return !HasEnded && (_toldReady ?? time.GetUtcNow() >= readyAt);
            }
        }
    }

    public bool HasEnded => _endsAt <= time.GetUtcNow();

    public DateTimeOffset? NextChange => _endsAt ?? (time.GetUtcNow() < readyAt ? readyAt : null);

    /// <summary>From outside: fails its probe, or answers it again; null: as its script says.</summary>
    public void Tell(bool? isReady)
    {
        lock (_gate)
        {
            _toldReady = isReady;
        }
    }

    public void Terminate() => _endsAt ??= time.GetUtcNow() + ending;

    public void Kill() => _endsAt = DateTimeOffset.MinValue;
}
