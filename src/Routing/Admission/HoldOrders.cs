namespace SageServe.Routing;

/// <summary>The comparisons of the hold orders. Each is total: the order of arrival at the flow is the last word.</summary>
internal static class HoldOrders
{
    public static Comparison<FlowEntry> Of(HoldOrder order) => order switch
    {
        HoldOrder.Edf => EarlierDue,
        HoldOrder.Pf => FasterTier,
        HoldOrder.Dpa or HoldOrder.OnTime => ByClass,
        _ => EarlierArrival,
    };

    /// <summary>True for orders in which some may wait for ever while others keep coming; arrival and deadline come up by themselves.</summary>
    public static bool IsStrict(HoldOrder order) => order is HoldOrder.Pf || HasClasses(order);

    /// <summary>True for orders in which a request's place changes with time.</summary>
    public static bool HasClasses(HoldOrder order) => order is HoldOrder.Dpa or HoldOrder.OnTime;

    private static int EarlierDue(FlowEntry a, FlowEntry b)
    {
        var order = a.Due.CompareTo(b.Due);
        order = order != 0 ? order : a.Request.Tier.CompareTo(b.Request.Tier);
        return order != 0 ? order : a.Order.CompareTo(b.Order);
    }

    private static int EarlierArrival(FlowEntry a, FlowEntry b)
    {
        var order = a.Request.Arrived.CompareTo(b.Request.Arrived);
        return order != 0 ? order : a.Order.CompareTo(b.Order);
    }

    private static int FasterTier(FlowEntry a, FlowEntry b)
    {
        var order = a.Request.Tier.CompareTo(b.Request.Tier);
        return order != 0 ? order : EarlierArrival(a, b);
    }

    private static int ByClass(FlowEntry a, FlowEntry b)
    {
        var order = a.HoldClass.CompareTo(b.HoldClass);
        return order != 0 ? order : a.HoldClass == HoldClass.NotUrgent ? FasterTier(a, b) : EarlierDue(a, b);
    }
}
