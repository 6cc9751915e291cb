namespace SageServe.Shared;

/// <summary>
/// A min-heap with a total order (time, kind, sequence): equal times leave in a stated order, so that runs repeat exactly.
/// Push and pop are O(log n).
/// </summary>
public sealed class EventHeap<T>
{
    private readonly List<Entry> _entries = [];
    private long _sequence;

    public int Count => _entries.Count;

    public Instant NextAt => _entries.Count > 0 ? _entries[0].At : Instant.Max;

    public void Push(Instant at, int kind, T item)
    {
        _entries.Add(new Entry(at, kind, _sequence++, item));
        var child = _entries.Count - 1;
        while (child > 0)
        {
            var parent = (child - 1) / 2;
            if (!Before(_entries[child], _entries[parent]))
            {
                break;
            }

            (_entries[child], _entries[parent]) = (_entries[parent], _entries[child]);
            child = parent;
        }
    }

    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public (Instant At, T Item) Pop()
    {
        if (_entries.Count == 0)
        {
            throw new InvalidOperationException("The heap is empty.");
        }

        var top = _entries[0];
        _entries[0] = _entries[^1];
        _entries.RemoveAt(_entries.Count - 1);
        Sink();
        return (top.At, top.Item);
    }

    private void Sink()
    {
        var parent = 0;
        while (true)
        {
            var child = 2 * parent + 1;
            if (child >= _entries.Count)
            {
                return;
            }

            if (child + 1 < _entries.Count && Before(_entries[child + 1], _entries[child]))
            {
                child++;
            }

            if (!Before(_entries[child], _entries[parent]))
            {
                return;
            }

            (_entries[child], _entries[parent]) = (_entries[parent], _entries[child]);
            parent = child;
        }
    }

    private static bool Before(in Entry a, in Entry b) =>
        a.At != b.At ? a.At < b.At : a.Kind != b.Kind ? a.Kind < b.Kind : a.Sequence < b.Sequence;

    private readonly record struct Entry(Instant At, int Kind, long Sequence, T Item);
}
