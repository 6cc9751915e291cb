using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// Starts of one pool, from the order to the tick that sees them serve. Ticks are all that is seen, so a time is taken to the middle between
/// two of them. Only what is certain counts: a replica that is gone or stopped while others become ready tells nothing, nor does one of which it can't
/// be told whether it was started or swapped in.
/// </summary>
internal sealed class PoolStarts
{
    /// <summary>Newest times that are kept; a pool of which the world has changed tells so within as many starts.</summary>
    public const int TimesMost = 50;

    private readonly Queue<(Instant At, ScaleActionKind? Kind)> _asked = new();
    private readonly List<double> _seconds = [];
    private (int Ready, Instant At)? _seen;
    private (int Starts, int Swaps, Instant At) _ordered;
    private bool _stopped;

    /// <summary>Seconds, oldest first.</summary>
    public IReadOnlyList<double> Times => _seconds;

    /// <summary>Seconds that swaps took which serve since the last tick.</summary>
    public ImmutableArray<double> Swapped { get; private set; } = [];

    /// <summary>True when a time of a start was added.</summary>
    /// <param name="facts">The pool as it is.</param>
    /// <param name="now">The tick.</param>
    /// <param name="started">Starts of the last tick that were carried out; null: all.</param>
    /// <param name="swapped">The same of swaps.</param>
    public bool Observe(PoolFacts facts, Instant now, int? started, int? swapped)
    {
        Ask(Math.Min(_ordered.Starts, started ?? int.MaxValue), ScaleActionKind.Start);
        Ask(Math.Min(_ordered.Swaps, swapped ?? int.MaxValue), ScaleActionKind.SwapModel);
        var kind = TheKind();
        var left = Math.Max(0, _asked.Count - facts.Starting);
        var served = _seen is { } before && !_stopped ? Math.Clamp(facts.Ready - before.Ready, 0, left) : 0;
        List<double> seconds = [];
        for (var i = 0; i < left; i++)
        {
            var asked = _asked.Dequeue().At;
            if (i < served && kind is not null)
            {
                seconds.Add((Instant.Later(asked, _seen!.Value.At) - asked + (now - asked)).TotalSeconds / 2);
            }
        }

        (_seen, _stopped, _ordered) = ((facts.Ready, now), false, default);
        Swapped = kind == ScaleActionKind.SwapModel ? [.. seconds] : [];
        if (kind != ScaleActionKind.Start)
        {
            Blur(left > 0 && kind is null);
            return false;
        }

        seconds.ForEach(Add);
        return seconds.Count > 0;
    }

    public void Moved(ScaleAction action, Instant now)
    {
        _stopped |= action.Kind == ScaleActionKind.Stop;
        var (starts, swaps) = action.Kind switch { ScaleActionKind.Start => (action.Count, 0), ScaleActionKind.SwapModel => (0, action.Count), _ => (0, 0) };
        _ordered = starts + swaps == 0 ? _ordered : (_ordered.Starts + starts, _ordered.Swaps + swaps, now);
    }

    private void Ask(int count, ScaleActionKind kind)
    {
        for (var i = 0; i < count; i++)
        {
            _asked.Enqueue((_ordered.At, kind));
        }
    }

    /// <summary>What all that is waited for is; null where it is not the same.</summary>
    private ScaleActionKind? TheKind() => _asked.TryPeek(out var first) && _asked.All(a => a.Kind == first.Kind) ? first.Kind : null;

    /// <summary>Some of it went or serves, and nobody knows which.</summary>
    private void Blur(bool isMixed)
    {
        for (var i = isMixed ? _asked.Count : 0; i > 0; i--)
        {
            _asked.Enqueue((_asked.Dequeue().At, null));
        }
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
