namespace SageServe.Routing;

/// <summary>The lines of all tiers and classes. The hold order chooses among the lines' heads, each line has its own head.</summary>
internal sealed class HoldLines
{
    private static readonly int Classes = Enum.GetValues<HoldClass>().Length;
    private readonly Comparison<FlowEntry> _order;
    private readonly HoldLine[] _lines;
    private int _count;

    public HoldLines(Comparison<FlowEntry> order)
    {
        _order = order;
        _lines = [.. Enumerable.Range(0, Classes * ServiceTiers.All.Length).Select(_ => new HoldLine(order))];
    }

    public bool IsEmpty => _count == 0;

    /// <summary>First by the hold order; there must be one.</summary>
    public FlowEntry Next
    {
        get
        {
            FlowEntry? best = null;
            foreach (var line in _lines)
            {
                best = !line.IsEmpty && (best is null || _order(line.Next, best) < 0) ? line.Next : best;
            }

            return best!;
        }
    }

    /// <summary>Of the heads of the lines that the order puts after this request, the one that has waited longest; null when none waits.</summary>
    public FlowEntry? LongestWaiting(FlowEntry first)
    {
        FlowEntry? longest = null;
        foreach (var line in _lines)
        {
            if (!line.IsEmpty && !IsOf(line.Next, first) && _order(first, line.Next) < 0 && (longest is null || WaitsLonger(line.Next, longest)))
            {
                longest = line.Next;
            }
        }

        return longest;
    }

    public void Add(FlowEntry entry, TenantAccount holder)
    {
        _lines[(int)entry.HoldClass * ServiceTiers.All.Length + (int)entry.Request.Tier].Add(entry, holder);
        _count++;
    }

    public void Remove(FlowEntry entry)
    {
        entry.Lane!.Line!.Remove(entry);
        _count--;
    }

    private static bool IsOf(FlowEntry a, FlowEntry b) => a.Request.Tier == b.Request.Tier && a.HoldClass == b.HoldClass;

    private static bool WaitsLonger(FlowEntry a, FlowEntry b)
    {
        var order = a.Request.Arrived.CompareTo(b.Request.Arrived);
        return order != 0 ? order < 0 : a.Order < b.Order;
    }
}
