namespace SageServe.Cli;

/// <summary>What happened so far. Written by many calls at once, read by the live view and by the report.</summary>
internal sealed class LoadTotals
{
    private readonly Lock _lock = new();
    private readonly List<CallResult> _results = [];
    private int _sent;

    /// <summary>Requests sent so far.</summary>
    public int Sent => Volatile.Read(ref _sent);

    public int Ended
    {
        get
        {
            lock (_lock)
            {
                return _results.Count;
            }
        }
    }

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void Add(CallResult result)
    {
        lock (_lock)
        {
            _results.Add(result);
        }
    }

    public IReadOnlyList<CallResult> Snapshot()
    {
        lock (_lock)
        {
            return [.. _results];
        }
    }

    /// <summary>Results from this position on: what is new since the last look.</summary>
    public IReadOnlyList<CallResult> From(int position)
    {
        lock (_lock)
        {
            return _results.GetRange(position, _results.Count - position);
        }
    }
}
