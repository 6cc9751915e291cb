namespace SageServe.Gateway;

/// <summary>The last so many requests, in the order in which they came. Its places are made at start, so that remembering costs no memory later.</summary>
internal sealed class StoryRing
{
    private readonly StorySlot[] _slots;
    private long _turn;

    public StoryRing(int capacity)
    {
        _slots = new StorySlot[capacity];
        for (var i = 0; i < capacity; i++)
        {
            _slots[i] = new StorySlot();
        }
    }

    /// <summary>Requests that are remembered now.</summary>
    public int Count => (int)Math.Min(_slots.Length, Interlocked.Read(ref _turn));

    public Story Begin(Exchange exchange)
    {
        if (_slots.Length == 0)
        {
            return default;
        }

        var turn = Interlocked.Increment(ref _turn);
        var slot = SlotOf(turn);
        slot.Begin(turn, exchange);
        return new Story(slot, turn);
    }

    /// <summary>Newest first; those that are forgotten meanwhile are left out. O(capacity).</summary>
    public IEnumerable<RequestStory> Read(RegionId region)
    {
        var newest = Interlocked.Read(ref _turn);
        for (var turn = newest; turn > Math.Max(0, newest - _slots.Length); turn--)
        {
            if (SlotOf(turn).Read(turn, region) is { } story)
            {
                yield return story;
            }
        }
    }

    public RequestStory? Oldest(RegionId region)
    {
        var newest = Interlocked.Read(ref _turn);
        for (var turn = Math.Max(0, newest - _slots.Length) + 1; turn <= newest; turn++)
        {
            if (SlotOf(turn).Read(turn, region) is { } story)
            {
                return story;
            }
        }

        return null;
    }

    /// <summary>Those with this id, ours or their client's, newest first.</summary>
    public IEnumerable<RequestStory> Find(string id, RegionId region)
    {
        var newest = Interlocked.Read(ref _turn);
        for (var turn = newest; turn > Math.Max(0, newest - _slots.Length); turn--)
        {
            if (SlotOf(turn) is var slot && slot.Has(turn, id) && slot.Read(turn, region) is { } story)
            {
                yield return story;
            }
        }
    }

    private StorySlot SlotOf(long turn) => _slots[(int)(turn % _slots.Length)];
}
