namespace SageServe.EngineModel;

/// <summary>Waiting sequences by (priority, arrival): a binary heap that also removes from the middle, in O(log n).</summary>
internal sealed class WaitingQueue
{
    private readonly List<EngineSequence> _heap = [];

    public int Count => _heap.Count;

    public EngineSequence First => _heap[0];

    public void Add(EngineSequence sequence)
    {
        _heap.Add(sequence);
        sequence.QueueIndex = _heap.Count - 1;
        Rise(sequence.QueueIndex);
    }

    public void Remove(EngineSequence sequence)
    {
        var index = sequence.QueueIndex;
        Invariant.Holds(index >= 0 && _heap[index] == sequence, "a removed sequence stands in the queue");
        var last = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        sequence.QueueIndex = -1;
        if (last != sequence)
        {
            Place(last, index);
            Rise(index);
            Sink(last.QueueIndex);
        }
    }

    private void Rise(int index)
    {
        var sequence = _heap[index];
        while (index > 0 && sequence.IsBefore(_heap[(index - 1) / 2]))
        {
            Place(_heap[(index - 1) / 2], index);
            index = (index - 1) / 2;
        }

        Place(sequence, index);
    }

    private void Sink(int index)
    {
        var sequence = _heap[index];
        while (true)
        {
            var child = 2 * index + 1;
            if (child + 1 < _heap.Count && _heap[child + 1].IsBefore(_heap[child]))
            {
                child++;
            }

            if (child >= _heap.Count || !_heap[child].IsBefore(sequence))
            {
                break;
            }

            Place(_heap[child], index);
            index = child;
        }

        Place(sequence, index);
    }

    private void Place(EngineSequence sequence, int index)
    {
        _heap[index] = sequence;
        sequence.QueueIndex = index;
    }
}
