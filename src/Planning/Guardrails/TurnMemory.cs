namespace SageServe.Planning;

/// <summary>When a pool turned from growing to shrinking or back: often within a short time is flapping, which pays for cold starts that never serve.</summary>
internal sealed class TurnMemory
{
    /// <summary>The most turns that an option may ask for.</summary>
    public const int Most = 100;

    private readonly Queue<Instant> _turns = new();
    private bool? _lastGrew;

    public void Moved(ScaleActionKind kind, Instant now)
    {
        if (_lastGrew is { } last && last != kind.Grows())
        {
            _turns.Enqueue(now);
            while (_turns.Count > Most)
            {
                _turns.Dequeue();
            }
        }

        _lastGrew = kind.Grows();
    }

    /// <summary>
    /// Until when the pool may not shrink because it flapped; null when it may. Any run of enough turns within the window counts, and
    /// holds from its last turn on. O(turns).
    /// </summary>
    public Instant? HeldUntil(GuardrailOptions options, Instant now)
    {
        if (options.FlapTurns == 0)
        {
            return null;
        }

        var turns = _turns.ToArray();
        for (var last = turns.Length - 1; last >= options.FlapTurns - 1; last--)
        {
            if (turns[last] - turns[last - options.FlapTurns + 1] <= options.FlapWindow)
            {
                return turns[last] + options.FlapHold is var until && until > now ? until : null;
            }
        }

        return null;
    }
}
