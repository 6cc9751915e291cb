using System.Collections.Immutable;

namespace SageServe.Scaler;

/// <summary>
/// A scaler of one region: it moves that region's pools by the newest plan, and, while it leads, plans for all with what the others told.
/// </summary>
internal sealed class OneOfMany(RegionalOptions options, ILeadership leadership, PeerFacts peers, PlanPublisher publisher, RegionFactsDesk desk) : IRegionalView
{
    private readonly RegionId _home = new(options.Region!);
    private bool _led;

    public async Task<TickInput> CompleteAsync(TickInput own, ScheduledTick tick, CancellationToken stop)
    {
        var leads = leadership.Plans;
        if (leads && !_led)
        {
            publisher.Lead();
            peers.Forget();
        }

        _led = leads;
        var input = own with { Home = _home, Follows = !leads, Plan = publisher.TakeAccepted(), Pools = own.Pools is { } pools ? [.. pools.Where(p => p.Pool.Region == _home)] : null };
        if (!leads)
        {
            return input;
        }

        // Without its own facts a scaler knows too little of the fleet to plan; the others' stay asked for at the next tick.
        var told = await peers.AskAsync(tick.DemandSince, stop);
        return input with
        {
            Demand = Joined(input.Demand, told.Select(t => t.Demand)),
            Pools = Joined(input.Pools, told.Select(t => t.Pools)),
            Backlog = Joined(input.Backlog, told.Select(t => t.Backlog)),
            ReadyElsewhere = [.. told.SelectMany(t => t.Ready)],
        };
    }

    public void Keep(ForecastState? kept) => desk.Ready = kept?.Ready ?? desk.Ready;

    private static ImmutableArray<T>? Joined<T>(ImmutableArray<T>? own, IEnumerable<ImmutableArray<T>?> others) =>
        own is null ? null : [.. own, .. others.SelectMany(o => o ?? [])];
}
