namespace SageServe.Routing;

/// <summary>
/// A binary min-heap of items that also knows where each item stands, so that any can be taken out or moved in O(log n).
/// </summary>
internal sealed class SlotHeap<T>(Comparison<T> compare, Action<T, int> place, Func<T, int> slotOf)
{
    private readonly List<T> _items = [];

    public int Count => _items.Count;

    public T Top => _items[0];

    /// <summary>All items, in no order that means anything.</summary>
    public IReadOnlyList<T> Items => _items;

    public void Push(T item)
    {
        _items.Add(item);
        place(item, _items.Count - 1);
        Rise(_items.Count - 1);
    }

    public void Remove(T item)
    {
        var slot = slotOf(item);
        var last = _items.Count - 1;
        place(item, -1);
        if (slot != last)
        {
            Put(slot, _items[last]);
        }

        _items.RemoveAt(last);
        if (slot != last)
        {
            Rise(slot);
            Sink(slot);
        }
    }

    /// <summary>What the item is compared by has changed.</summary>
    public void Renew(T item)
    {
        Rise(slotOf(item));
        Sink(slotOf(item));
    }

    private void Put(int slot, T item)
    {
        _items[slot] = item;
        place(item, slot);
    }

    private void Rise(int child)
    {
        while (child > 0 && compare(_items[child], _items[(child - 1) / 2]) < 0)
        {
            Swap(child, (child - 1) / 2);
            child = (child - 1) / 2;
        }
    }

    private void Sink(int parent)
    {
        while (2 * parent + 1 < _items.Count)
        {
            var child = 2 * parent + 1;
            if (child + 1 < _items.Count && compare(_items[child + 1], _items[child]) < 0)
            {
                child++;
            }

            if (compare(_items[child], _items[parent]) >= 0)
            {
                return;
            }

            Swap(child, parent);
            parent = child;
        }
    }

    private void Swap(int a, int b)
    {
        var item = _items[a];
        Put(a, _items[b]);
        Put(b, item);
    }
}
