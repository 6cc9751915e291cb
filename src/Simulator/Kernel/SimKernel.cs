namespace SageServe.Simulator;

/// <summary>The clock of a run and what is going to happen on it.</summary>
internal sealed class SimKernel(Instant start, EnvelopeDocument envelope)
{
    private readonly EventHeap<SimEvent> _events = new();

    public Instant Now { get; private set; } = start;

    public EnvelopeDocument Envelope { get; } = envelope;

    public Instant EnvelopeNow => Envelope.ToEnvelope(Now);

    /// <summary>Events that happened so far, stale ones included.</summary>
    public long Events { get; private set; }

    public Instant NextAt => _events.NextAt;

    /// <summary>What is due in the past happens now.</summary>
    public void Push(Instant at, in SimEvent what) => _events.Push(Instant.Later(at, Now), (int)what.Kind, what);

    public SimEvent Next()
    {
        var (at, what) = _events.Pop();
        Invariant.Holds(at >= Now, "Time never goes back");
        Now = at;
        Events++;
        return what;
    }
}
