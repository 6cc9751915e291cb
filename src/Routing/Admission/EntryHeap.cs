namespace SageServe.Routing;

/// <summary>
/// A binary min-heap of entries that also knows where each entry stands, so that any can be taken out in O(log n).
/// </summary>
internal sealed class EntryHeap(Comparison<FlowEntry> compare, Action<FlowEntry, int> place, Func<FlowEntry, int> slotOf)
{
    private readonly List<FlowEntry> _entries = [];

    public int Count => _entries.Count;

    public FlowEntry Top => _entries[0];

    public void Push(FlowEntry entry)
    {
        _entries.Add(entry);
        place(entry, _entries.Count - 1);
        Rise(_entries.Count - 1);
    }

    public void Remove(FlowEntry entry)
    {
        var slot = slotOf(entry);
        var last = _entries.Count - 1;
        place(entry, -1);
        if (slot != last)
        {
            Put(slot, _entries[last]);
        }

        _entries.RemoveAt(last);
        if (slot != last)
        {
            Rise(slot);
            Sink(slot);
        }
    }

    private void Put(int slot, FlowEntry entry)
    {
        _entries[slot] = entry;
        place(entry, slot);
    }

    private void Rise(int child)
    {
        while (child > 0 && compare(_entries[child], _entries[(child - 1) / 2]) < 0)
        {
            Swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    private void Sink(int parent)
    {
        while (2 * parent + 1 < _entries.Count)
        {
            var child = 2 * parent + 1;
            if (child + 1 < _entries.Count && compare(_entries[child + 1], _entries[child]) < 0)
            {
                child++;
            }

            if (compare(_entries[child], _entries[parent]) >= 0)
            {
                return;
            }

            Swap(child, parent);
            parent = child;
        }
    }

    private void Swap(int a, int b)
    {
        var entry = _entries[a];
        Put(a, _entries[b]);
        Put(b, entry);
    }
}
