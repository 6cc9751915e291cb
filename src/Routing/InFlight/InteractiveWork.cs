namespace SageServe.Routing;

/// <summary>How much interactive work this gateway has sent in the last seconds, and how soon its first tokens came.</summary>
internal sealed class InteractiveWork
{
    /// <summary>First tokens that the signal is made of, at most.</summary>
    private const int Remembered = 64;

    /// <summary>Shorter ones follow every burst, longer ones keep a valley closed.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly WindowSum _sent = new(Window);
    private readonly RingBuffer<(Instant At, double OverTarget)> _first = new(Remembered);
    private readonly double[] _sorted = new double[Remembered];

    public void Sent(FlowEntry entry, Instant now)
    {
        if (entry.Request.Tier.IsInteractive())
        {
            _sent.Add(now, entry.WorkTicks);
        }
    }

    /// <summary>A stream's first token came; targets are the request's own.</summary>
    public void FirstToken(InferenceRequest request, Instant now)
    {
        var target = request.Deadline - request.Arrived;
        if (request.Tier.IsInteractive() && target > TimeSpan.Zero)
        {
            _first.Add((now, (now - request.Arrived) / target));
        }
    }

    /// <summary>Replicas' worth of interactive work a second, over the window.</summary>
    public double BusyReplicas(Instant now) => (double)_sent.At(now) / Window.Ticks;

    /// <summary>Null without a first token in the window. O(1): of at most as many as are remembered.</summary>
    public InteractiveSignal? Signal(Instant now)
    {
        var count = 0;
        for (var i = 0; i < _first.Count; i++)
        {
            if (now - _first[i].At <= Window)
            {
                _sorted[count++] = _first[i].OverTarget;
            }
        }

        if (count == 0)
        {
            return null;
        }

        Array.Sort(_sorted, 0, count);
        return new InteractiveSignal(count, _sorted[(int)Math.Ceiling(0.95 * count) - 1]);
    }
}
