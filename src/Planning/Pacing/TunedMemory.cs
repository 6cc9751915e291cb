namespace SageServe.Planning;

/// <summary>What the autoscaler remembers of one pool: its wishes, and how much it moved lately.</summary>
internal sealed class TunedMemory(TunedOptions options)
{
    private TunedOptions _options = options;
    private readonly Queue<(Instant At, int Wish)> _wishes = new();
    private readonly Queue<(Instant At, int Change)> _moves = new();
    private (Instant At, int From, int To)? _proposed;

    /// <summary>By which it counts from now on.</summary>
    public void Follow(TunedOptions options) => _options = options;

    /// <summary>What became of the last proposal: as much of it counts as moved as can be seen.</summary>
    public void Observe(Instant now, int current)
    {
        if (_proposed is var (at, from, to))
        {
            var change = to > from ? Math.Clamp(current - from, 0, to - from) : Math.Clamp(current - from, to - from, 0);
            if (change != 0)
            {
                _moves.Enqueue((at, change));
            }
        }

        _proposed = null;
        while (_moves.TryPeek(out var move) && move.At <= now - _options.Period)
        {
            _moves.Dequeue();
        }
    }

    public void Proposed(Instant now, int from, int to) => _proposed = to == from ? null : (now, from, to);

    /// <summary>Growing: the smallest wish of the up window counts; shrinking: the largest of the down window.</summary>
    public int Stabilise(Instant now, int wish, int current)
    {
        var (up, down) = (wish, wish);
        var kept = _options.UpWindow > _options.DownWindow ? _options.UpWindow : _options.DownWindow;
        while (_wishes.TryPeek(out var old) && old.At <= now - kept)
        {
            _wishes.Dequeue();
        }

        foreach (var (at, earlier) in _wishes)
        {
            up = at > now - _options.UpWindow ? Math.Min(up, earlier) : up;
            down = at > now - _options.DownWindow ? Math.Max(down, earlier) : down;
        }

        _wishes.Enqueue((now, wish));
        return Math.Min(Math.Max(current, up), down);
    }

    /// <summary>What the policies allow within one period, counted from what the pool had at its beginning.</summary>
    public int Limit(Instant now, int wish, int current)
    {
        var start = current - _moves.Where(m => m.At > now - _options.Period).Sum(m => m.Change);
        if (wish > current)
        {
            var percent = (int)Math.Ceiling(start * (1 + _options.UpPercent / 100));
            return Math.Min(wish, Math.Max(current, Select(percent, start + _options.UpPods, _options.UpPercent > 0, _options.UpPods > 0, larger: _options.SelectMax)));
        }

        var rest = (int)(start * (1 - _options.DownPercent / 100));
        return Math.Max(wish, Math.Min(current, Select(rest, start - _options.DownPods, _options.DownPercent > 0, _options.DownPods > 0, larger: !_options.SelectMax)));
    }

    private static int Select(int percent, int pods, bool hasPercent, bool hasPods, bool larger) =>
        !hasPods ? percent : !hasPercent ? pods : larger ? Math.Max(percent, pods) : Math.Min(percent, pods);
}
