using System.Runtime.CompilerServices;

namespace SageServe.Shared;

/// <summary>
/// A min-heap with a total order (time, kind, sequence): equal times leave in a stated order, so that runs repeat exactly.
/// Push and pop are O(log n). Items stay where they are put; what moves in the heap is a key without references.
/// </summary>
public sealed class EventHeap<T>
{
    /// <summary>Four children a node: half the levels of a binary heap, and the children of one stand together in memory.</summary>
    private const int Fan = 4;
    private const int SequenceBits = 56;

    private readonly Stack<int> _freePlaces = new();
    private Entry[] _heap = new Entry[64];
    private T[] _items = new T[64];
    private long _sequence;

    public int Count { get; private set; }

    public Instant NextAt => Count > 0 ? new Instant(_heap[0].At) : Instant.Max;

    /// <param name="at">When.</param>
    /// <param name="kind">Within 0..127: the order at equal times, before that of pushing.</param>
    /// <param name="item">What.</param>
    public void Push(Instant at, int kind, in T item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)kind, 127u, nameof(kind));
        if (Count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * Count);
            Array.Resize(ref _items, 2 * Count);
        }

        // Places are given out densely: without a free one, those in use are 0..Count-1.
        var place = _freePlaces.Count > 0 ? _freePlaces.Pop() : Count;
        _items[place] = item;
        Rise(Count++, new Entry(at.Ticks, ((long)kind << SequenceBits) | _sequence++, place));
    }

    /// <exception cref="InvalidOperationException">The heap is empty.</exception>
    public (Instant At, T Item) Pop()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("The heap is empty.");
        }

        var top = _heap[0];
        var item = _items[top.Place];
        if (RuntimeHelpers.IsReferenceOrContainsReferences<T>())
        {
            _items[top.Place] = default!;
        }

        _freePlaces.Push(top.Place);
        if (--Count > 0)
        {
            Sink(_heap[Count]);
        }

        return (new Instant(top.At), item);
    }

    private void Rise(int child, in Entry entry)
    {
        var heap = _heap;
        while (child > 0 && entry.IsBefore(heap[(child - 1) / Fan]))
        {
            heap[child] = heap[(child - 1) / Fan];
            child = (child - 1) / Fan;
        }

        heap[child] = entry;
    }

    /// <summary>Puts an entry in the place of the top one.</summary>
    private void Sink(in Entry entry)
    {
        var heap = _heap;
        var sinking = entry;
        var parent = 0;
        for (var first = 1; first < Count; first = Fan * parent + 1)
        {
            var least = first;
            var end = Math.Min(first + Fan, Count);
            for (var child = first + 1; child < end; child++)
            {
                least = heap[child].IsBefore(heap[least]) ? child : least;
            }

            if (!heap[least].IsBefore(sinking))
            {
                break;
            }

            heap[parent] = heap[least];
            parent = least;
        }

        heap[parent] = sinking;
    }

    /// <param name="At">Ticks.</param>
    /// <param name="Order">Kind in the high bits, sequence below.</param>
    /// <param name="Place">Of the item.</param>
    private readonly record struct Entry(long At, long Order, int Place)
    {
        public bool IsBefore(in Entry other) => At != other.At ? At < other.At : Order < other.Order;
    }
}
