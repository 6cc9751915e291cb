namespace SageServe.Planning;

/// <summary>A part of an origin's demand: what must stay in its region, or what may travel.</summary>
/// <param name="Origin">Index of the origin.</param>
/// <param name="IsLocal">True for the part that must stay.</param>
/// <param name="Amount">Prompt tokens per second.</param>
/// <param name="Arcs">The ways that it may take.</param>
internal sealed record FlowLot(int Origin, bool IsLocal, double Amount, FlowArc[] Arcs)
{
    /// <summary>Both parts; the local one only where there is something of it.</summary>
    public static IEnumerable<FlowLot> Of(AllocationIndex index, int origin)
    {
        var demand = index.Problem.Origins[origin];
        var arcs = index.Flows.Arcs[origin];
        var stays = demand.Required * demand.LocalShare;
        if (stays > 0)
        {
            yield return new FlowLot(origin, true, stays, [.. arcs.Where(a => a.IsLocal)]);
        }

        yield return new FlowLot(origin, false, demand.Required - stays, arcs);
    }
}
