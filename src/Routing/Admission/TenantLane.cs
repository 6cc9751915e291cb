namespace SageServe.Routing;

/// <summary>One tenant's held requests of one tier and class, in the hold order.</summary>
internal sealed class TenantLane(TenantAccount account, Comparison<FlowEntry> order)
{
    /// <summary>By which its requests are sorted; an empty lane of an earlier order is made anew.</summary>
    public Comparison<FlowEntry> Order { get; } = order;

    public TenantAccount Account { get; } = account;

    public SlotHeap<FlowEntry> Entries { get; } = new(order, static (e, slot) => e.OrderSlot = slot, static e => e.OrderSlot);

    /// <summary>Where it stands while it has requests.</summary>
    public HoldLine? Line { get; set; }

    /// <summary>Place among the lanes of its line; -1 when not in it.</summary>
    public int Slot { get; set; } = -1;
}
