namespace SageServe.Routing;

/// <summary>Held requests: next by the hold order, and next to reach its limit. O(log n) a move.</summary>
internal sealed class HoldQueue
{
    private readonly EntryHeap _byOrder;
    private readonly EntryHeap _byLimit;
    private readonly Comparison<FlowEntry> _order;
    private readonly int[] _byTier = new int[ServiceTiers.All.Length];

    public HoldQueue(HoldOrder order)
    {
        _order = order == HoldOrder.Edf ? EarlierDeadline : EarlierArrival;
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

    public bool Before(FlowEntry a, FlowEntry b) => _order(a, b) < 0;

    public void Add(FlowEntry entry)
    {
        _byOrder.Push(entry);
        _byLimit.Push(entry);
        Tally(entry, 1);
    }

    public void Remove(FlowEntry entry)
    {
        _byOrder.Remove(entry);
        _byLimit.Remove(entry);
        Tally(entry, -1);
    }

    private void Tally(FlowEntry entry, int sign)
    {
        _byTier[(int)entry.Request.Tier] += sign;
        WorkTicks += sign * entry.HeldWorkTicks;
        PromptTokens += sign * entry.Request.PromptTokens;
    }

    private static int EarlierDeadline(FlowEntry a, FlowEntry b)
    {
        var order = a.Request.Deadline.CompareTo(b.Request.Deadline);
        order = order != 0 ? order : a.Request.Tier.CompareTo(b.Request.Tier);
        return order != 0 ? order : a.Order.CompareTo(b.Order);
    }

    private static int EarlierArrival(FlowEntry a, FlowEntry b)
    {
        var order = a.Request.Arrived.CompareTo(b.Request.Arrived);
        return order != 0 ? order : a.Order.CompareTo(b.Order);
    }

    private static int EarlierLimit(FlowEntry a, FlowEntry b)
    {
        var order = a.HoldUntil.CompareTo(b.HoldUntil);
        return order != 0 ? order : a.Order.CompareTo(b.Order);
    }
}
