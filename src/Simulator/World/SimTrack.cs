using System.Globalization;

namespace SageServe.Simulator;

/// <summary>One client request as its client sees it.</summary>
internal sealed class SimTrack(long number, SimulatedArrival arrival, Instant deadline)
{
    public long Number { get; } = number;

    public RequestId Id { get; } = new(string.Create(CultureInfo.InvariantCulture, $"r{number}"));

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
