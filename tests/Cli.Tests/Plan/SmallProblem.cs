using System.Collections.Immutable;
using SageServe.Planning;

namespace SageServe.Cli.Tests;

/// <summary>Small planning problems from a seed, with every term on and some that cannot hold.</summary>
internal static class SmallProblem
{
    public static ProblemDocument Make(ulong seed)
    {
        var random = new RandomStream(seed).Child("small");
        var (models, regions, types) = (1 + random.NextInt(2), 1 + random.NextInt(3), 1 + random.NextInt(2));
        double Round(double value) => Math.Round(value, 2);
        return new ProblemDocument
        {
            IntervalHours = 1 + random.NextInt(2),
            LocalShare = Round(random.NextDouble()),
            NearestRegions = random.NextInt(3),
            RelayCost = Round(0.05 * random.NextDouble()),
            SpotShare = Round(0.3 + 0.7 * random.NextDouble()),
            SpotRisk = Round(0.4 * random.NextDouble()),
            Accelerators = [.. Enumerable.Range(0, types).Select(a => new ProblemAccelerator(Type(a), 1 << random.NextInt(3), Round(1 + 3 * random.NextDouble()), random.NextInt(2) == 0 ? null : Round(0.5 + random.NextDouble())))],
            Regions = [.. Enumerable.Range(0, regions).Select(r => new ProblemRegion(Place(r))
            {
                Capacity = [.. Enumerable.Range(0, types).Select(a => new ProblemCapacity(Type(a)) { Replicas = 3 + random.NextInt(6), AcquireMinutes = random.NextInt(15), SwapSavesMinutes = random.NextInt(3) })],
                Links = [.. Enumerable.Range(0, regions).Where(o => o != r).Select(o => new ProblemLink(Place(o), 5 + random.NextInt(150)))],
            })],
            Pools = [.. Enumerable.Range(0, models).SelectMany(m => Enumerable.Range(0, regions).SelectMany(r => Pools(random, m, r, types)))],
            Groups = [.. Enumerable.Range(0, regions).Select(r => new ProblemGroup($"g{r}", Place(r), Type(0), 1 + random.NextInt(3)) { Current = random.NextInt(2), StartMinutes = 3 + random.NextInt(9) })],
            Demands = [.. Enumerable.Range(0, models).SelectMany(m => Enumerable.Range(0, regions).SelectMany(r => Demands(random, m, r)))],
            Quotas = [new ProblemCap { Region = Place(0), CapacityType = CapacityType.Spot, Gpus = random.NextInt(12) }],
            Budgets = [new ProblemCap { UsdPerHour = 40 + random.NextInt(150) }, new ProblemCap { Gpus = 20 + random.NextInt(60) }],
        };
    }

    private static IEnumerable<ProblemPool> Pools(RandomStream random, int m, int r, int types)
    {
        ImmutableArray<ServiceTier> tiers = random.NextInt(4) == 0 ? [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal] : [];
        for (var a = 0; a < types; a++)
        {
            var rate = 200 + random.NextInt(800);
            yield return new ProblemPool(Model(m), Place(r), Type(a), rate, 2 + random.NextInt(4)) { Current = random.NextInt(4), Min = random.NextInt(8) == 0 ? 1 : 0, StartMinutes = 2 + random.NextInt(10), Tiers = tiers };
            yield return new ProblemPool(Model(m), Place(r), Type(a), rate, random.NextInt(4)) { CapacityType = CapacityType.Spot, Current = random.NextInt(2), StartMinutes = 2 + random.NextInt(10) };
        }

        yield return new ProblemPool(Model(m), Place(r), Type(0), 200 + random.NextInt(800), 2) { Revision = "shared", Group = $"g{r}", StartMinutes = 0.5 };
    }

    private static IEnumerable<ProblemDemand> Demands(RandomStream random, int m, int r)
    {
        yield return new ProblemDemand(Model(m), Place(r))
        {
            Tiers = [ServiceTier.InteractiveFast, ServiceTier.InteractiveNormal],
            Quantiles = [new(0.5, 100 + random.NextInt(900)), new(0.99, 1000 + random.NextInt(500))],
            Quantile = 0.5 + 0.5 * Math.Round(random.NextDouble(), 2),
        };
        yield return new ProblemDemand(Model(m), Place(r))
        {
            Tiers = [ServiceTier.NonInteractive],
            LocalShare = 0,
            TokensPerSecond = random.NextInt(50),
            Backlog = [new(1000 * random.NextInt(400), 1 + random.NextInt(3)), new(1000 * random.NextInt(3000), 6 + random.NextInt(18))],
        };
    }

    private static ModelId Model(int m) => new($"m{m}");

    private static RegionId Place(int r) => new($"r{r}");

    private static AcceleratorId Type(int a) => new($"a{a}");
}
