namespace SageServe.Routing;

/// <summary>
/// Held requests: next by the hold order, next to reach its limit, and, in an order that changes with time, next to change its class.
/// O(log n) a move.
/// </summary>
internal sealed class HoldQueue
{
    private readonly EntryHeap _byOrder;
    private readonly EntryHeap _byLimit;
    private readonly Comparison<FlowEntry> _order;
    private readonly EntryHeap _byChange;
    private readonly DeadlineClasses? _classes;
    private readonly int[] _byTier = new int[ServiceTiers.All.Length];
    private Instant _now = Instant.Min;

    public HoldQueue(HoldOrder order, DeadlineClasses classes)
    {
        _classes = order == HoldOrder.Dpa ? classes : null;
        _order = HoldOrders.Of(order);
        _byChange = new EntryHeap(EarlierChange, static (e, slot) => e.ClassSlot = slot, static e => e.ClassSlot);
        _byOrder = new EntryHeap(_order, static (e, slot) => e.OrderSlot = slot, static e => e.OrderSlot);
        _byLimit = new EntryHeap(EarlierLimit, static (e, slot) => e.ExpirySlot = slot, static e => e.ExpirySlot);
    }

    public int Count => _byOrder.Count;

    public ReadOnlySpan<int> ByTier => _byTier;

    public long WorkTicks { get; private set; }

    public long PromptTokens { get; private set; }

    public FlowEntry Next => _byOrder.Top;

    public FlowEntry NextToExpire => _byLimit.Top;

    public Instant EarliestLimit => _byLimit.Count > 0 ? _byLimit.Top.HoldUntil : Instant.Max;

    /// <summary>Whether a request that is not held would come before a held one.</summary>
    public bool Before(FlowEntry entry, FlowEntry held)
    {
        Classify(entry);
        return _order(entry, held) < 0;
    }

    /// <summary>Lets time pass: what changes its class by then gets its new place. Time never goes back.</summary>
    public void AdvanceTo(Instant now)
    {
        _now = now;
        while (_byChange.Count > 0 && _byChange.Top.ClassUntil <= now)
        {
            var entry = _byChange.Top;
            _byChange.Remove(entry);
            _byOrder.Remove(entry);
            Enqueue(entry);
        }
    }

    public void Add(FlowEntry entry)
    {
        Enqueue(entry);
        _byLimit.Push(entry);
        Tally(entry, 1);
    }

    public void Remove(FlowEntry entry)
    {
        _byOrder.Remove(entry);
        _byLimit.Remove(entry);
        if (entry.ClassSlot >= 0)
        {
            _byChange.Remove(entry);
        }

        Tally(entry, -1);
    }

    private void Enqueue(FlowEntry entry)
    {
        Classify(entry);
        _byOrder.Push(entry);
        if (entry.ClassUntil != Instant.Max)
        {
            _byChange.Push(entry);
        }
    }

    private void Classify(FlowEntry entry)
    {
        if (_classes is not null)
        {
            entry.HoldClass = _classes.Of(entry.Request.Deadline, _now);
            entry.ClassUntil = _classes.Until(entry.HoldClass, entry.Request.Deadline);
        }
    }

    private void Tally(FlowEntry entry, int sign)
    {
        _byTier[(int)entry.Request.Tier] += sign;
        WorkTicks += sign * entry.HeldWorkTicks;
        PromptTokens += sign * entry.Request.PromptTokens;
    }

    private static int EarlierChange(FlowEntry a, FlowEntry b)
    {
        var order = a.ClassUntil.CompareTo(b.ClassUntil);
        return order != 0 ? order : a.Order.CompareTo(b.Order);
    }

    private static int EarlierLimit(FlowEntry a, FlowEntry b)
    {
        var order = a.HoldUntil.CompareTo(b.HoldUntil);
        return order != 0 ? order : a.Order.CompareTo(b.Order);
    }
}
