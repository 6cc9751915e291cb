namespace SageServe.Planning;

/// <summary>What guardrails remember of one pool between ticks.</summary>
internal sealed class PoolMemory
{
    private readonly Queue<Instant> _starts = new();

    /// <summary>When a replica was last started or stopped by decision.</summary>
    public Instant MovedAt { get; private set; } = Instant.Min;

    public TurnMemory Turns { get; } = new();

    /// <summary>Since when the pool has had starting replicas without a break; null while it has none.</summary>
    public Instant? StartingSince { get; private set; }

    /// <summary>Takes in what the pool looks like at this tick.</summary>
    public void Observe(PoolFacts facts, Instant now)
    {
        StartingSince = facts.Starting == 0 ? null : StartingSince ?? now;
        while (_starts.Count > facts.Starting)
        {
            _starts.Dequeue();
        }
    }

    public void Moved(ScaleAction action, Instant now)
    {
        MovedAt = now;
        Turns.Moved(action.Kind, now);
        for (var i = 0; i < action.Count && action.Kind.Grows(); i++)
        {
            _starts.Enqueue(now);
        }
    }

    /// <summary>When the oldest replica still starting was asked for; <paramref name="now"/> when that was not us.</summary>
    public Instant OldestStart(Instant now) => _starts.TryPeek(out var at) ? at : StartingSince ?? now;
}
