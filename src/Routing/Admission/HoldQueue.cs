namespace SageServe.Routing;

/// <summary>
/// Held requests: next by the hold order and the tenants' shares, next to reach its limit, and, in an order that changes with time, next
/// to change its class. O(log n) a move.
/// </summary>
internal sealed class HoldQueue
{
    private readonly SlotHeap<FlowEntry> _byLimit = new(EarlierLimit, static (e, slot) => e.ExpirySlot = slot, static e => e.ExpirySlot);
    private readonly SlotHeap<FlowEntry> _byChange = new(EarlierChange, static (e, slot) => e.ClassSlot = slot, static e => e.ClassSlot);
    private HoldLines _lines;
    private readonly TenantShares _shares;
    private Trickle _trickle;
    private DeadlineClasses? _classes;
    private readonly int[] _byTier = new int[ServiceTiers.All.Length];
    private readonly long[] _tokensByTier = new long[ServiceTiers.All.Length];
    private Instant _now = Instant.Min;

    public HoldQueue(HoldOrder order, DeadlineClasses classes, TenantShares shares, double trickleShare)
    {
        _classes = HoldOrders.HasClasses(order) ? classes : null;
        _lines = new HoldLines(HoldOrders.Of(order));
        _shares = shares;
        _trickle = new Trickle(HoldOrders.IsStrict(order) ? trickleShare : 0);
    }

    public int Count => _byLimit.Count;

    public ReadOnlySpan<int> ByTier => _byTier;

    /// <summary>Prompt tokens by tier.</summary>
    public ReadOnlySpan<long> TokensByTier => _tokensByTier;

    public long WorkTicks { get; private set; }

    public long PromptTokens { get; private set; }

    /// <summary>Whose turn it is; there must be one.</summary>
    public FlowEntry Next => _trickle.IsDue && _lines.LongestWaiting(_lines.Next) is { } patient ? patient : _lines.Next;

    public FlowEntry NextToExpire => _byLimit.Top;

    public Instant EarliestLimit => _byLimit.Count > 0 ? _byLimit.Top.HoldUntil : Instant.Max;

    /// <summary>Whether it would be its turn at once if it were held.</summary>
    public bool WouldBeNext(FlowEntry entry)
    {
        if (Count == 0)
        {
            return true;
        }

        var account = _shares.Open(entry);
        _shares.Wait(account, entry.Request.PromptTokens);
        Classify(entry);
        _lines.Add(entry, _shares.Holder(account));
        var isNext = Next == entry;
        _lines.Remove(entry);
        _shares.Leave(account, entry.Request.PromptTokens);
        return isNext;
    }

    /// <summary>All that are held stand in line anew, by the new order. O(n log n).</summary>
    public void Change(HoldOrder order, DeadlineClasses classes, double trickleShare)
    {
        FlowEntry[] held = [.. _byLimit.Items.OrderBy(e => e.Order)];
        foreach (var entry in held)
        {
            StepAside(entry);
        }

        _classes = HoldOrders.HasClasses(order) ? classes : null;
        _lines = new HoldLines(HoldOrders.Of(order));
        _trickle = new Trickle(HoldOrders.IsStrict(order) ? trickleShare : 0);
        foreach (var entry in held)
        {
            StepBack(entry);
        }
    }

    /// <summary>Lets time pass: what changes its class by then gets its new place. Time never goes back.</summary>
    public void AdvanceTo(Instant now)
    {
        _now = now;
        while (_byChange.Count > 0 && _byChange.Top.ClassUntil <= now)
        {
            var entry = _byChange.Top;
            _byChange.Remove(entry);
            _lines.Remove(entry);
            Enqueue(entry);
        }
    }

    public void Add(FlowEntry entry)
    {
        _shares.Wait(_shares.Open(entry), entry.Request.PromptTokens);
        Enqueue(entry);
        _byLimit.Push(entry);
        Tally(entry, 1);
    }

    public void Remove(FlowEntry entry)
    {
        StepAside(entry);
        _shares.Leave(entry.Account!, entry.Request.PromptTokens);
        _byLimit.Remove(entry);
        Tally(entry, -1);
    }

    /// <summary>Lets the others go before it in this input; it still counts as held.</summary>
    public void StepAside(FlowEntry entry)
    {
        _lines.Remove(entry);
        if (entry.ClassSlot >= 0)
        {
            _byChange.Remove(entry);
        }
    }

    public void StepBack(FlowEntry entry) => Enqueue(entry);

    /// <summary>False when all that are held have stepped aside.</summary>
    public bool HasNext => !_lines.IsEmpty;

    /// <summary>To be told before the request that is next, or would be, is taken away: somebody was served.</summary>
    public void CountTurn(FlowEntry entry)
    {
        if (!_lines.IsEmpty)
        {
            _trickle.Count(entry, _lines.Next, _lines.LongestWaiting(entry) is not null);
        }
    }

    private void Enqueue(FlowEntry entry)
    {
        Classify(entry);
        _lines.Add(entry, _shares.Holder(entry.Account!));
        if (entry.ClassUntil != Instant.Max)
        {
            _byChange.Push(entry);
        }
    }

    private void Classify(FlowEntry entry)
    {
        // It may have been held before, by another order.
        (entry.Due, entry.HoldClass, entry.ClassUntil) = (entry.Request.Deadline, default, Instant.Max);
        if (_classes is not null)
        {
            entry.Due = _classes.Due(entry.Request);
            entry.HoldClass = _classes.Of(entry.Due, _now);
            entry.ClassUntil = _classes.Until(entry.HoldClass, entry.Due);
        }
    }

    private void Tally(FlowEntry entry, int sign)
    {
        _byTier[(int)entry.Request.Tier] += sign;
        _tokensByTier[(int)entry.Request.Tier] += sign * entry.Request.PromptTokens;
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
