namespace SageServe.Planning;

/// <summary>How long units of a group have slept: one is released only when so many slept for as long as loading it again would take.</summary>
internal sealed class GroupMemory
{
    private readonly Queue<(Instant At, int Asleep)> _seen = new();

    /// <summary>Takes in what sleeps at this tick.</summary>
    public void Observe(int asleep, Instant now, TimeSpan window)
    {
        _seen.Enqueue((now, asleep));
        while (_seen.Count > 1 && _seen.ElementAt(1).At <= now - window)
        {
            _seen.Dequeue();
        }
    }

    /// <summary>Units that slept all the time of the window; none while less than that is known.</summary>
    public int Spare(Instant now, TimeSpan window) => _seen.TryPeek(out var first) && first.At <= now - window ? _seen.Min(s => s.Asleep) : 0;
}
