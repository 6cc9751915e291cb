namespace SageServe.EngineModel;

/// <summary>
/// The door of EngineModel: one vLLM replica as a state machine. Continuous batching with a token budget, chunked prefill,
/// KV blocks with preemption, prefix cache; step times from the profile. Same inputs, same events, to the tick.
/// </summary>
public sealed class EngineInstance
{
    public EngineInstance(ThroughputProfile profile, int maxContextTokens)
    {
        Profile = profile;
        MaxContextTokens = maxContextTokens;
    }

    public ThroughputProfile Profile { get; }

    public int MaxContextTokens { get; }

    /// <summary>End of the step in progress; <see cref="Instant.Max"/> when idle.</summary>
    public Instant NextEventAt => throw new NotImplementedException();

    /// <summary>Adds a sequence; a request that can never run is told by a Rejected event of the next Advance.</summary>
    public void Enqueue(EngineRequest request, Instant now) => throw new NotImplementedException();

    /// <summary>Takes a sequence out, running or waiting; false when it is not there.</summary>
    public bool Cancel(long id, Instant now) => throw new NotImplementedException();

    /// <summary>Runs all steps that end by <paramref name="now"/> and appends what came out, in order of time.</summary>
    public void Advance(Instant now, List<EngineEvent> events) => throw new NotImplementedException();

    public EngineReadout Read() => throw new NotImplementedException();
}
