using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>
/// What goes where at given targets, at the least price. Always found in this way, whoever found the targets, so that the same targets
/// mean the same weights on every machine.
/// </summary>
/// <param name="Flows">By origin, then region.</param>
/// <param name="Usd">Their price over the interval.</param>
/// <param name="Unserved">What has no place, prompt tokens per second.</param>
internal sealed record FlowPlan(ImmutableArray<PlannedFlow> Flows, double Usd, double Unserved)
{
    /// <summary>True when no origin's own region carries less than it must.</summary>
    public required bool KeepsLocalShares { get; init; }

    public static FlowPlan Of(AllocationIndex index, ReadOnlySpan<int> targets)
    {
        if (index.Flows.Models.Length == 0)
        {
            return new FlowPlan([], 0, 0) { KeepsLocalShares = true };
        }

        var routers = new PlanState(index, targets, byPrice: true).Routers;
        var local = true;
        foreach (var router in routers)
        {
            router.RouteAll();
            local &= !Enumerable.Range(0, router.Lots.Length).Any(l => router.Lots[l].IsLocal && router.IsShort(l));
            router.Relent();
        }

        var usd = index.Flows.Arcs.Select(arcs => arcs.ToDictionary(a => a.Sink, a => a.Usd)).ToArray();
        double price = 0;
        var flows = new List<PlannedFlow>();
        foreach (var group in routers.SelectMany(r => r.Placed()).GroupBy(f => (f.Origin, f.Sink)).OrderBy(g => g.Key.Origin).ThenBy(g => g.Key.Sink))
        {
            var sink = index.Flows.Sinks[group.Key.Sink];
            var rate = group.Sum(f => f.Rate);
            price += rate * usd[group.Key.Origin][group.Key.Sink];
            flows.Add(new PlannedFlow(group.Key.Origin, sink.Region, sink.Serves, rate));
        }

        return new FlowPlan([.. flows], price, routers.Sum(r => r.Unserved.Sum())) { KeepsLocalShares = local };
    }
}
