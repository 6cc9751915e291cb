using System.Globalization;

namespace SageServe.Simulator;

/// <summary>One client request as its client sees it.</summary>
internal sealed class SimTrack(long number, SimulatedArrival arrival, Instant deadline)
{
    public long Number { get; } = number;

    public RequestId Id { get; } = new(string.Create(CultureInfo.InvariantCulture, $"r{number}"));

    /// <summary>Each try is a request of its own for the gateways; so is patient work that a gateway lost, as a peer may still have it.</summary>
    public RequestId IdOfTry() =>
        Tries > 1 ? new RequestId(string.Create(CultureInfo.InvariantCulture, $"{Id}t{Tries}"))
        : Lost > 0 ? new RequestId(string.Create(CultureInfo.InvariantCulture, $"{Id}l{Lost}"))
        : Id;

    public SimulatedArrival Arrival { get; } = arrival;

    /// <summary>First token due (interactive) or last token due (patient).</summary>
    public Instant Deadline { get; } = deadline;

    /// <summary>When the deferred queue let it go last; its arrival for interactive work.</summary>
    public Instant ReleasedAt { get; set; } = arrival.At;

    public Instant? FirstTokenAt { get; set; }

    public Instant? EndedAt { get; private set; }

    public RequestOutcome? Outcome { get; private set; }

    public int OutputTokens { get; set; }

    public int Attempts { get; set; }

    /// <summary>How often its client asked; zero for patient work.</summary>
    public int Tries { get; set; }

    /// <summary>How often a gateway crashed with it; patient work only.</summary>
    public int Lost { get; set; }

    /// <summary>The flow of its client's region.</summary>
    public FlowDriver? Home { get; set; }

    /// <summary>Where its client waits; null between two tries.</summary>
    public SimLeg? Leg { get; set; }

    /// <summary>Round trip between client and gateway, where it counts.</summary>
    public TimeSpan ClientTime { get; set; }

    /// <summary>From the first try to the first token that the client saw; null before.</summary>
    public TimeSpan? Ttft => FirstTokenAt - Arrival.At + ClientTime;

    /// <summary>From the first try to the end; null before.</summary>
    public TimeSpan? E2e => EndedAt - Arrival.At + ClientTime;

    /// <summary>Hardware of the last replica that it was sent to.</summary>
    public ThroughputProfile? ServedBy { get; set; }

    /// <summary>Its place in the list of open requests.</summary>
    public int OpenSlot { get; set; }

    public void End(RequestOutcome outcome, Instant now)
    {
        Invariant.Holds(Outcome is null, "A request ends once");
        Outcome = outcome;
        EndedAt = now;
    }
}
