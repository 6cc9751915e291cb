using System.Collections.Frozen;
using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

/// <summary>A small world: two models, three regions, one kind of hardware; and the facts of a tick in one line.</summary>
internal static class TestWorld
{
    public static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    public static readonly ModelId Large = new("large");
    public static readonly ModelId Small = new("small");
    public static readonly AcceleratorId Gpu = new("a100x8");
    public static readonly ImmutableArray<RegionId> Regions = [new("centralus"), new("eastus"), new("westus")];

    public static PoolId Pool(ModelId model, RegionId region) => new(new DeploymentId(model, region), Gpu);

    /// <summary>One replica of the large model carries about 1,000 prompt tokens/s at 0.2 output tokens each, the small one about 4,000.</summary>
    public static ServingCatalog Catalog(int min = 1, int max = 10, int regionReplicas = 16) => new(new CatalogDocument
    {
        Models = [new ModelSpec(Large, 140_000_000_000, 327_680, 32_768), new ModelSpec(Small, 16_000_000_000, 131_072, 32_768)],
        Accelerators = [new AcceleratorSpec(Gpu, 8, 687_194_767_360, 4)],
        Profiles = [Profile(Large, 0.8e-3, 0.04), Profile(Small, 0.2e-3, 0.01)],
        Regions = [.. Regions.Select(r => new RegionSpec(
            r, [new RegionCapacity(Gpu, regionReplicas)], [.. Regions.Where(o => o != r).Select(o => new RegionLink(o, TimeSpan.FromMilliseconds(30)))]))],
        Pools = [.. from model in new[] { Large, Small } from region in Regions select new PoolSpec(Pool(model, region), min, max, Math.Max(min, 2))],
        ServedNames = [new ServedName("large", Large), new ServedName("small", Small)],
        ServiceLevels =
        [
            new ServiceLevel(ServiceTier.InteractiveFast, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.1), null, 3, TimeSpan.FromSeconds(30), 0.95),
            new ServiceLevel(ServiceTier.InteractiveNormal, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(0.2), null, 3, TimeSpan.FromMinutes(2), 0.95),
            new ServiceLevel(ServiceTier.NonInteractive, null, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24), 3, TimeSpan.FromHours(24), 0.95),
        ],
    });

    /// <summary>The same with three pools where there was one: interactive, mixed (overflow only) and batch.</summary>
    public static ServingCatalog Dedicated(ServingCatalog catalog) => new(catalog.Document with
    {
        Pools = [.. catalog.Pools.SelectMany(p => (PoolSpec[])[
            p with { Id = p.Id with { Revision = "interactive" }, Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal] },
            p with { Id = p.Id with { Revision = "mixed" }, TakesOverflow = true },
            p with { Id = p.Id with { Revision = "batch" }, Tiers = [ServiceTier.NonInteractive] }])],
    });

    /// <summary>Of the plain catalog, with nothing learnt yet.</summary>
    public static DemandForecaster Forecaster(PlanningOptions options) => new(Catalog(), options, new ForecastMemory(), Leads(Catalog(), options));

    public static LeadTimes Leads(ServingCatalog catalog, PlanningOptions options) => new(catalog, options, new ReadyTimes());

    public static PoolFacts Facts(PoolId pool, int ready, double kv = 0.5, int starting = 0, int draining = 0, double pressure = 0, double ageSeconds = 5) =>
        new(pool, ready, starting, draining, ready > 0 ? new Utilization(kv) : null, ready > 0 ? new Pressure(pressure) : null, TimeSpan.FromSeconds(ageSeconds));

    public static ImmutableArray<PoolFacts> AllPools(ServingCatalog catalog, int ready, double kv = 0.5) =>
        [.. catalog.Pools.Select(p => Facts(p.Id, ready, kv))];

    public static DemandSeriesId Series(ModelId model, RegionId region, ServiceTier tier = ServiceTier.InteractiveFast) => new(model, region, tier);

    /// <summary>Bins of one minute from <paramref name="from"/> to <paramref name="to"/>, the rate given per minute number.</summary>
    public static IEnumerable<DemandBin> Bins(DemandSeriesId series, Instant from, Instant to, Func<int, double> promptRate)
    {
        var minute = TimeSpan.FromMinutes(1);
        for (var i = 0; from + minute * i < to; i++)
        {
            var rate = promptRate(i);
            yield return new DemandBin(series, from + minute * i, minute, rate, rate * 0.2, rate / 1000);
        }
    }

    /// <summary>A forecast of all tiers, step by step from <see cref="Start"/>; the total is the sum where it is not given.</summary>
    public static ModelForecast Forecast(ForecastWindow window, TimeSpan step, params (RegionId Region, double[] Load)[] regions)
    {
        var curves = regions.ToDictionary(r => ((RegionId?)r.Region, TierSet.All), r => new LoadCurve([.. r.Load], [.. r.Load]));
        double[] total = [.. Enumerable.Range(0, window.Horizon).Select(i => regions.Sum(r => r.Load[i]))];
        curves.Add((null, TierSet.All), new LoadCurve([.. total], [.. total]));
        return new ModelForecast { Model = Large, Curves = curves.ToFrozenDictionary(), Start = Start, Step = step, Window = window, Known = true };
    }

    /// <summary>What pacing knows of a pool with this load, and nothing else remarkable.</summary>
    public static PaceFacts PaceFacts(PoolFacts pool, double? load = 0.5, PaceTarget? target = null)
    {
        var spec = new PoolSpec(pool.Pool, 1, 20, 1);
        return new PaceFacts
        {
            Spec = spec,
            Pool = pool,
            Now = Start,
            Siblings = [(spec, pool)],
            Pressed = load,
            Load = load,
            Sustained = load,
            Target = target,
            IsNearNextPlan = false,
            ObservedOverForecast = null,
        };
    }

    private static ThroughputProfile Profile(ModelId model, double secondsPerPromptToken, double decodeStep) => new()
    {
        Model = model,
        Accelerator = Gpu,
        Prefill = [new StepPoint(2048, 2048 * secondsPerPromptToken)],
        Decode = [new StepPoint(1, decodeStep), new StepPoint(32, decodeStep)],
        KvCapacityTokens = 1_000_000,
        MaxSequences = 256,
        MaxBatchedTokens = 2048,
        ReferenceSequences = 32,
        ColdStart = TimeSpan.FromMinutes(5),
        Source = "made up for tests",
    };
}
