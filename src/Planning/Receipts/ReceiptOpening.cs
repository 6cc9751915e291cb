using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Makes the receipt of a move that was just decided: what it was decided for, how demand becomes replicas, what it costs.</summary>
internal sealed class ReceiptOpening(ServingCatalog catalog, PlanningOptions options, RatedThroughput rated, LeadTimes leads)
{
    /// <summary>A wake is over in seconds; with fewer bins than these nothing could be judged of it.</summary>
    private const int BinsLeast = 5;

    private readonly Dictionary<PoolId, PoolSurroundings> _around = [];

    /// <param name="id">Of the receipt.</param>
    /// <param name="round">The tick.</param>
    /// <param name="action">What is done.</param>
    /// <param name="swapWith">The other pool, where it is half of a swap.</param>
    /// <param name="move">Whence it came.</param>
    /// <param name="before">Replicas before it.</param>
    /// <param name="facts">All pools, sorted.</param>
    /// <param name="offered">The newest demand of the pool's tiers; null while not known.</param>
    public OpenMove Of(string id, LedgerRound round, ScaleAction action, PoolId? swapWith, PoolMove move, int before, ImmutableArray<PoolFacts> facts, double? offered)
    {
        var (spec, now) = (catalog.FindPool(action.Pool)!, round.Now);
        var isStart = action.Kind.Grows();
        var units = action.Kind.KeepsUnits() ? null : action.Group;
        var coldStart = ColdStart(action.Pool, action.Kind, units);
        var expected = action.IsOfUnits ? null : move.Decision.Expected;
        var after = before + (isStart ? action.Count : 0);
        var scale = Scale(spec, round, expected, expected?.Share ?? Standing(spec, round, facts, after), units is null ? offered : null);
        var told = expected is null ? null : Told(expected, scale, isStart);
        if (units is not null)
        {
            (scale, told) = UnitScale.Of(scale, told is null ? null : move.Decision.Replicas, told, Others(action, facts));
        }

        var decided = expected?.Until ?? coldStart + options.PlanInterval;
        var least = action.Kind.KeepsUnits() && action.Group is not null ? options.DemandBin * BinsLeast : coldStart * 2;
        var until = now + (decided > least ? decided : least);
        var isPaidAnyway = swapWith is not null || action.Kind.KeepsUnits();
        var receipt = new MoveReceipt
        {
            Id = id,
            At = now,
            LastAt = now,
            Pool = action.Pool,
            Group = units,
            Kind = action.Kind,
            SwapWith = swapWith,
            Count = action.Count,
            Reason = action.Reason,
            Detail = action.Detail,
            Strategy = options.Strategy,
            Fate = MoveFate.CarriedOut,
            PlanVersion = round.PlanVersion,
            Before = units is null ? before : round.Of(units)!.Units,
            ServesAt = isStart ? now + coldStart : now,
            Until = until,
            UsdPerHour = isPaidAnyway ? 0 : FleetBudget.UsdPerHour(catalog, action.Pool),
            Gpus = isPaidAnyway ? 0 : catalog.Accelerator(action.Pool.Accelerator).Gpus,
            Tiers = (expected?.Tiers ?? Around(spec).Judged).ToString(),
            Predicted = told,
        };
        return new OpenMove(receipt, scale, default, null, until, "window-over", now, false);
    }

    /// <summary>What a tick sees of a pool; null where a pool of its deployment is not told.</summary>
    public PoolSample? Sample(PoolSpec spec, DemandHistory history, Instant now, ImmutableArray<PoolFacts> facts)
    {
        var around = Around(spec);
        PoolFacts? own = null;
        double capacity = 0;
        foreach (var sibling in around.Siblings)
        {
            if (Find(facts, sibling.Id) is not { } told)
            {
                return null;
            }

            own = ReferenceEquals(sibling, spec) || sibling.Id == spec.Id ? told : own;
            capacity += told.Ready == 0 ? 0 : told.Ready * rated.Of(sibling, history, now).PromptTokensPerSecond;
        }

        var due = around.CountsDue ? own?.Work?.PatientReplicasDue ?? 0 : 0;
        return own is null ? null : new PoolSample(own.Ready, own.Starting, capacity, due == 0 ? 0 : due * rated.Of(spec, history, now).PromptTokensPerSecond);
    }

    /// <summary>How long it takes until what was moved could serve again.</summary>
    public TimeSpan ColdStart(MoveReceipt receipt) => ColdStart(receipt.Pool, receipt.Kind, receipt.Group);

    /// <summary>Engines in full use that one prompt token per second of a pool's deployment takes of it, by its part of what stands.</summary>
    public double Engines(PoolSpec spec, LedgerRound round, ImmutableArray<PoolFacts> facts)
    {
        var own = Find(facts, spec.Id);
        return Standing(spec, round, facts, (own?.Ready ?? 0) + (own?.Starting ?? 0)) / rated.Of(spec, round.History, round.Now).PromptTokensPerSecond;
    }

    /// <summary>As pacing reckons: measured where enough was seen, else the catalog's. A unit is loaded; engines of a co-resident group wake on units that stand.</summary>
    private TimeSpan ColdStart(PoolId pool, ScaleActionKind kind, string? units) =>
        units is not null ? leads.Load(catalog.Group(units))
        : kind == ScaleActionKind.SwapModel ? leads.Wake(pool, kind)
        : kind.KeepsUnits() ? leads.Wake(pool, ScaleActionKind.Wake)
        : leads.Longest(pool);

    /// <summary>Engines of the other members that are awake or wake.</summary>
    private int Others(ScaleAction action, ImmutableArray<PoolFacts> facts) =>
        facts.Where(f => f.Pool != action.Pool && catalog.GroupOf(f.Pool)?.Name == action.Group).Sum(f => f.Ready + f.Starting);

    /// <summary>Demand of a pool's tiers, or of some of them by the name that a receipt gives them.</summary>
    public OfferedDemand Demand(PoolSpec spec, string? tiers = null) => new(
        spec.Id.Deployment,
        tiers is null ? Around(spec).Judged : TierSet.Of(ServiceTiers.All.Where(t => tiers.Split('+').Contains(t.WireName()))),
        options.Guards.SilentSeries.Ticks / options.DemandBin.Ticks);

    public PoolSurroundings Around(PoolSpec spec)
    {
        if (!_around.TryGetValue(spec.Id, out var around))
        {
            _around.Add(spec.Id, around = PoolSurroundings.Of(spec, catalog));
        }

        return around;
    }

    private ReceiptScale Scale(PoolSpec spec, LedgerRound round, MoveExpectation? expected, double share, double? offered)
    {
        var rate = rated.Of(spec, round.History, round.Now);
        var demand = (expected?.Held ?? offered ?? 0) * share;
        var swing = demand > 0 ? 1 + options.SwingMargin * Math.Sqrt(rate.PerSequence / demand) : 1;
        return new ReceiptScale(share, expected?.PerReplica ?? rate.PromptTokensPerSecond * options.TargetUse / swing, rate.PromptTokensPerSecond);
    }

    private static ReceiptForecast Told(MoveExpectation expected, ReceiptScale scale, bool isStart) => new(
        expected.Demand,
        expected.Held,
        expected.Kept,
        expected.Quantile,
        expected.Band?.Low,
        expected.Band?.High,
        expected.Replicas ?? scale.Replicas(expected.Demand),
        scale.Replicas(isStart ? expected.Held : expected.Kept));

    /// <summary>The pool's part of what stands in its deployment for its tiers, with what it starts.</summary>
    private double Standing(PoolSpec spec, LedgerRound round, ImmutableArray<PoolFacts> facts, int after)
    {
        double own = 0, all = 0;
        foreach (var sibling in Around(spec).Siblings)
        {
            if (Find(facts, sibling.Id) is { } told)
            {
                var replicas = sibling.Id == spec.Id ? after : told.Ready + told.Starting;
                var capacity = replicas == 0 ? 0 : replicas * rated.Of(sibling, round.History, round.Now).PromptTokensPerSecond;
                all += capacity;
                own += sibling.Id == spec.Id ? capacity : 0;
            }
        }

        return all > 0 ? own / all : 1;
    }

    private static PoolFacts? Find(ImmutableArray<PoolFacts> facts, PoolId pool)
    {
        var (low, high) = (0, facts.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = facts[middle].Pool.CompareTo(pool);
            if (order == 0)
            {
                return facts[middle];
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return null;
    }
}
