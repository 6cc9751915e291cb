using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>Puts a plan into the form in which it is published, with its advice for routing.</summary>
internal sealed class PlanWriter(ServingCatalog catalog, PlanningOptions options, LeadTimes leads, PlanWriter? before = null)
{
    private long _version = before?._version ?? 0;

    /// <summary>Grows with each start of a planner, because time does.</summary>
    public long Epoch { get; set; } = before?.Epoch ?? 0;

    /// <summary>Of the last plan; the next one's is greater by one.</summary>
    public long Version => _version;

    /// <summary>Goes on after the last plan that an earlier run published.</summary>
    public void GoOnAfter(long? published) => _version = Math.Max(_version, published ?? 0);

    public PlanDocument Write(Instant now, PlanDraft draft, ImmutableArray<PoolFacts> facts, FleetMemory memory, ImmutableArray<ScaleAction> actions, ImmutableArray<DecisionStep> steps) => new()
    {
        Format = PlanDocument.NewestFormat,
        Epoch = Epoch,
        Version = ++_version,
        IssuedAt = now,
        ExpiresAt = now + options.PlanInterval * 2,
        Strategy = options.Strategy,
        Allocator = draft.Answer.Told,
        Targets = [.. draft.Problem.Pools.Zip(draft.Answer.Targets, (pool, target) => new PoolTarget(pool.Id, pool.Current, target) { ReadySeconds = leads.Measured(pool.Id)?.TotalSeconds })],
        Groups = [.. draft.Problem.Groups.Zip(new AllocationIndex(draft.Problem).UnitsOf(draft.Answer.Targets.AsSpan()), (g, units) => new UnitTarget(
            g.Name, g.Current, units, [.. catalog.MembersOf(g.Name).Select(m => m.Id)]))],
        Forecasts = draft.Forecast.Series,
        Courses = PlanCourses.Of(draft.Forecast),
        RegionWeights = OverflowAdvice.Weights(catalog, draft),
        Warming = Warming(now, facts, memory, actions),
        Headroom = HeadroomAdvice.Of(catalog, options, leads, now, draft),
        Solve = Told(draft.Answer.Report),
        Prices = PlanPrices.Of(draft.Answer.Prices),
        Steps = steps,
    };

    private static PlanSolve Told(SolveReport report) =>
        new(report.Allocator, report.Status, report.Objective, report.BestBound, report.Variables, report.Constraints);

    private ImmutableArray<WarmingCapacity> Warming(Instant now, ImmutableArray<PoolFacts> facts, FleetMemory memory, ImmutableArray<ScaleAction> actions)
    {
        var warming = ImmutableArray.CreateBuilder<WarmingCapacity>();
        foreach (var pool in facts)
        {
            var growth = actions.Where(a => a.Pool == pool.Pool && a.Kind.Grows()).ToList();
            var started = growth.Sum(a => a.Count);
            if (pool.Starting + started > 0 && catalog.FindProfile(pool.Pool.Model, pool.Pool.Accelerator) is not null)
            {
                var readyAt = memory.Of(pool.Pool).OldestStart(now) + Lead(pool, growth);
                warming.Add(new WarmingCapacity(pool.Pool.Deployment, pool.Starting + started, Instant.Later(now, readyAt)));
            }
        }

        return warming.ToImmutable();
    }

    /// <summary>What starts already may be a unit that loads; what is ordered now is known.</summary>
    private TimeSpan Lead(PoolFacts pool, List<ScaleAction> growth) => pool.Starting == 0 && growth.TrueForAll(a => a.Kind.KeepsUnits())
        ? growth.Max(a => leads.Wake(a.Pool, a.Kind))
        : leads.Longest(pool.Pool);
}
