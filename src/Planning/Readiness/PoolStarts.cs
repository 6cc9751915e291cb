namespace SageServe.Planning;

/// <summary>
/// Starts of one pool, from the order to the tick that sees them serve. Ticks are all that is seen, so a time is taken to the middle between
/// two of them. Only what is certain counts: a replica that is gone or stopped while others become ready tells nothing.
/// </summary>
internal sealed class PoolStarts
{
    /// <summary>Newest times that are kept; a pool of which the world has changed tells so within as many starts.</summary>
    public const int TimesMost = 50;

    private readonly Queue<Instant> _asked = new();
    private readonly List<double> _seconds = [];
    private (int Ready, Instant At)? _seen;
    private (int Count, Instant At) _ordered;
    private bool _stopped;

    /// <summary>Seconds, oldest first.</summary>
    public IReadOnlyList<double> Times => _seconds;

    /// <summary>True when a time was added.</summary>
    /// <param name="facts">The pool as it is.</param>
    /// <param name="now">The tick.</param>
    /// <param name="carriedOut">Starts of the last tick that were; null: all.</param>
    public bool Observe(PoolFacts facts, Instant now, int? carriedOut)
    {
        for (var i = 0; i < Math.Min(_ordered.Count, carriedOut ?? int.MaxValue); i++)
        {
            _asked.Enqueue(_ordered.At);
        }

        var left = Math.Max(0, _asked.Count - facts.Starting);
        var served = _seen is { } before && !_stopped ? Math.Clamp(facts.Ready - before.Ready, 0, left) : 0;
        for (var i = 0; i < left; i++)
        {
            var asked = _asked.Dequeue();
            if (i < served)
            {
                Add((Instant.Later(asked, _seen!.Value.At) - asked + (now - asked)).TotalSeconds / 2);
            }
        }

        (_seen, _stopped, _ordered) = ((facts.Ready, now), false, default);
        return served > 0;
    }

    public void Moved(ScaleAction action, Instant now)
    {
        _stopped |= action.Kind == ScaleActionKind.Stop;
        _ordered = action.Kind == ScaleActionKind.Start ? (_ordered.Count + action.Count, now) : _ordered;
    }

    public void Add(double seconds)
    {
        _seconds.Add(seconds);
        if (_seconds.Count > TimesMost)
        {
            _seconds.RemoveAt(0);
        }
    }
}
