using SageServe.Routing;

namespace SageServe.Simulator;

/// <summary>A batch in a lane, or all of a tenant's patient work that is in none. Its windows are all alike, so that the order of deadlines is that of arrival.</summary>
internal sealed class SimPatientGroup(string id, TenantId tenant)
{
    private readonly PriorityQueue<SimTrack, (Instant Deadline, long Number)> _waiting = new();

    public string Id { get; } = id;

    public int Waiting => _waiting.Count;

    /// <summary>Of what waits.</summary>
    public long PromptTokens { get; private set; }

    /// <summary>That what waits is to get.</summary>
    public long OutputTokens { get; private set; }

    /// <summary>Of all that was ever put here: when the last of what waits is due.</summary>
    public Instant LatestDeadline { get; private set; } = Instant.Min;

    /// <summary>Released and not back.</summary>
    public int Leased { get; set; }

    public void Put(SimTrack track)
    {
        _waiting.Enqueue(track, (track.Deadline, track.Number));
        LatestDeadline = Instant.Later(LatestDeadline, track.Deadline);
        Count(track, 1);
    }

    public SimTrack Take()
    {
        var track = _waiting.Dequeue();
        Count(track, -1);
        return track;
    }

    public PatientGroup Read(ThroughputProfile profile)
    {
        var first = Waiting > 0 ? _waiting.Peek() : null;
        return new PatientGroup(
            Id, tenant, first?.Deadline ?? Instant.Max, first?.Arrival.At, Waiting, Leased, profile.WorkSeconds(PromptTokens, OutputTokens), Held: false);
    }

    private void Count(SimTrack track, int sign)
    {
        PromptTokens += sign * track.Arrival.PromptTokens;
        OutputTokens += sign * track.Arrival.OutputTokens;
    }
}
