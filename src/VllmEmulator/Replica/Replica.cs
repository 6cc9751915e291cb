namespace SageServe.VllmEmulator;

/// <summary>One emulated vLLM: its engine loop, what it is told from outside, and the calls that it is answering.</summary>
internal sealed class Replica : IDisposable
{
    private readonly Lock _gate = new();
    private readonly RandomStream _ids;
    private TaskCompletionSource? _idle;
    private int _activeCalls;
    private int _metricsReads;

    public Replica(ReplicaSpec spec, TimeProvider time)
    {
        Spec = spec;
        IsSleeping = spec.StartsAsleep;
        Time = time;
        Adapters = new AdapterUse(spec.Adapters, time);
        Loop = new EngineLoop(spec, new ReplicaMetrics(spec.ContextTokens), time);
        var random = new RandomStream(spec.Seed).Child(spec.Id.Value);
        Faults = new FaultState(random.NextUInt64(), time);
        _ids = random.Child("ids");
    }

    public ReplicaSpec Spec { get; }

    public TimeProvider Time { get; }

    public AdapterUse Adapters { get; }

    public EngineLoop Loop { get; }

    public FaultState Faults { get; }

    public ResponseStore Responses { get; } = new();

    public bool IsDraining { get; private set; }

    public bool IsSleeping { get; private set; }

    /// <summary>Why calls may not begin any more; None while they may.</summary>
    public CallEnd Ended { get; private set; }

    /// <summary>How often its metrics were drawn.</summary>
    public int MetricsReads => Volatile.Read(ref _metricsReads);

    public int ActiveCalls => Volatile.Read(ref _activeCalls);

    /// <exception cref="ApiException">The name is not served here.</exception>
    public void RequireServed(string model)
    {
        if (!Spec.ServedNames.Contains(model))
        {
            throw new ApiException(404, "NotFoundError", $"The model `{model}` does not exist.", "model");
        }
    }

    public void MetricsRead() => Interlocked.Increment(ref _metricsReads);

    /// <summary>Counts a call from its first byte; disposing counts it out.</summary>
    /// <exception cref="ApiException">Draining, asleep or ended.</exception>
    public CallScope Begin()
    {
        lock (_gate)
        {
            if (IsDraining || Ended != CallEnd.None)
            {
                throw ApiException.Unavailable("The engine is draining and takes no new requests.");
            }

            if (IsSleeping)
            {
                throw ApiException.Unavailable("The engine is sleeping; call /wake_up first.");
            }

            _activeCalls++;
            return new CallScope(this);
        }
    }

    public void EndCall()
    {
        lock (_gate)
        {
            _activeCalls--;
            SignalIfIdle();
        }
    }

    /// <summary>Gives a call to the engine; disposing takes out what is left of it, as does the client's leaving.</summary>
    public EngineStay Submit(GenerationCall call, int priority, CancellationToken clientLeft)
    {
        Loop.Submit(call, priority);
        if (Ended != CallEnd.None)
        {
            Loop.Cancel(call, Ended);
        }

        return new EngineStay(Loop, call, clientLeft);
    }

    public string NewId(HttpContext context, string prefix)
    {
        if (context.Response.Headers[HeaderNames.RequestId].FirstOrDefault() is not { } id)
        {
            lock (_gate)
            {
                id = $"{_ids.NextUInt64():x16}{_ids.NextUInt64():x16}";
            }

            context.Response.Headers[HeaderNames.RequestId] = id;
        }

        return prefix + id;
    }

    /// <summary>Takes nothing new; the task ends when the last call has.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            IsDraining = true;
            _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            SignalIfIdle();
            return _idle.Task;
        }
    }

    public void End(CallEnd why)
    {
        lock (_gate)
        {
            Ended = why;
        }

        Loop.CancelAll(why);
    }

    public void Sleep()
    {
        lock (_gate)
        {
            IsSleeping = true;
        }

        Loop.DropPrefixCache();
    }

    public void WakeUp()
    {
        lock (_gate)
        {
            IsSleeping = false;
        }
    }

    public void Dispose() => Loop.Dispose();

    private void SignalIfIdle()
    {
        if (_activeCalls == 0)
        {
            _idle?.TrySetResult();
        }
    }
}
