namespace SageServe.VllmEmulator;

/// <summary>One replica's life, in the order in which it can go: Starting, Ready, Draining, then Stopped or Failed for good.</summary>
internal sealed class ManagedReplica(InstanceId id, PoolId pool, IReplicaHost host, Instant allocatedAt, string? unit = null, bool startsAsleep = false, string address = "127.0.0.1")
{
    private readonly Lock _gate = new();
    private ReplicaState _state = ReplicaState.Starting;
    private Instant? _readyAt;
    private Instant? _releasedAt;
    private bool _isEnding;

    public InstanceId Id => id;

    public IReplicaHost Host => host;

    /// <summary>Ends the wait for readiness when the replica is not wanted any more.</summary>
    public CancellationTokenSource Starting { get; } = new();

    public ReplicaState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    public bool IsReleased => State is ReplicaState.Stopped or ReplicaState.Failed;

    /// <summary>False when it was stopped while it started.</summary>
    public bool TryBecomeReady(Instant now)
    {
        lock (_gate)
        {
            if (_state != ReplicaState.Starting || _isEnding)
            {
                return false;
            }

            _state = ReplicaState.Ready;
            _readyAt = now;
            return true;
        }
    }

    /// <summary>False when it drains already or has nothing to drain.</summary>
    public bool TryDrain()
    {
        lock (_gate)
        {
            if (_state != ReplicaState.Ready || _isEnding)
            {
                return false;
            }

            _state = ReplicaState.Draining;
            return true;
        }
    }

    /// <summary>False when somebody else ends it already; who gets true must release it.</summary>
    public bool TryClaimEnd()
    {
        lock (_gate)
        {
            var isFirst = !_isEnding;
            _isEnding = true;
            return isFirst;
        }
    }

    /// <summary>Gives its GPUs back, once its port is closed.</summary>
    public void Release(ReplicaState end, Instant now)
    {
        lock (_gate)
        {
            _state = end;
            _releasedAt = now;
        }
    }

    public ReplicaDocument Describe()
    {
        lock (_gate)
        {
            var load = _releasedAt is null ? host.Load : default;
            return new ReplicaDocument
            {
                Id = id,
                Pool = pool,
                Url = $"http://{address}:{host.Port}",
                Unit = unit,
                State = (_state == ReplicaState.Ready && load.IsSleeping) || (_state == ReplicaState.Starting && startsAsleep) ? ReplicaState.Sleeping : _state,
                AllocatedAt = allocatedAt,
                ReadyAt = _readyAt,
                ReleasedAt = _releasedAt,
                Running = load.Running,
                Waiting = load.Waiting,
                MetricsReads = load.MetricsReads,
            };
        }
    }
}
