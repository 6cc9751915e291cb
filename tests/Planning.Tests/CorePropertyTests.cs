using System.Text.Json;

namespace SageServe.Planning.Tests;

/// <summary>What must hold for every tick whatever the world does, watched from outside.</summary>
public sealed class CorePropertyTests
{
    private static readonly TimeSpan ColdStart = TimeSpan.FromMinutes(5);

    public static TheoryData<string> Strategies => [.. PlanningStrategies.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void No_tick_breaks_a_guardrail(string strategy) => Seeds.Check(7, (seed, random) =>
    {
        var catalog = TestWorld.Catalog(min: random.NextInt(3), max: 4 + random.NextInt(8), regionReplicas: 6 + random.NextInt(12));
        catalog = seed % 3 == 0 ? TestWorld.Dedicated(catalog) : catalog;
        var options = new PlanningOptions
        {
            Strategy = strategy,
            MaxStep = 1 + random.NextInt(4),
            CoolDown = TimeSpan.FromMinutes(random.NextInt(6)),
            PlanInterval = TimeSpan.FromMinutes(30),
            PaperExact = seed % 4 == 1,
        };
        var inForce = OptionsInForce.Of(options);
        var fleet = new RandomFleet(catalog, random.Child("fleet"));
        var core = new PlanningCore(catalog, options);
        var movedAt = new Dictionary<PoolId, Instant>();
        var startingSince = new Dictionary<PoolId, Instant>();
        var tick = core.FirstTick(TestWorld.Start + TimeSpan.FromSeconds(seed));
        for (var i = 0; i < 150; i++)
        {
            var input = fleet.Input(tick);
            var effects = core.OnTick(tick, input);
            CheckActions(catalog, inForce, input, effects, movedAt, startingSince);
            CheckStrategy(options, effects);
            Assert.True(effects.NextTick.At > tick.At);
            fleet.Apply(effects.Actions, tick.At);
            tick = effects.NextTick;
        }
    });

    [Fact]
    public void Same_inputs_give_the_same_bytes() => Seeds.Check(4, (_, random) =>
    {
        var catalog = TestWorld.Catalog();
        var fleet = new RandomFleet(catalog, random);
        var (a, b) = (new PlanningCore(catalog, new PlanningOptions()), new PlanningCore(catalog, new PlanningOptions()));
        var tick = a.FirstTick(TestWorld.Start);
        Assert.Equal(tick, b.FirstTick(TestWorld.Start));
        for (var i = 0; i < 125; i++)
        {
            var input = fleet.Input(tick);
            var effects = a.OnTick(tick, input);
            Assert.Equal(Json(effects), Json(b.OnTick(tick, input)));
            fleet.Apply(effects.Actions, tick.At);
            tick = effects.NextTick;
        }
    });

    private static void CheckActions(
        ServingCatalog catalog, PlanningOptions options, TickInput input, PlanningEffects effects, Dictionary<PoolId, Instant> movedAt, Dictionary<PoolId, Instant> startingSince)
    {
        var facts = (input.Pools ?? []).ToDictionary(p => p.Pool);
        var specs = catalog.Pools.ToDictionary(p => p.Id);
        foreach (var pool in facts.Values)
        {
            if (pool.Starting == 0)
            {
                startingSince.Remove(pool.Pool);
            }
            else
            {
                startingSince.TryAdd(pool.Pool, input.Now);
            }
        }

        Assert.Equal(effects.Actions.OrderBy(a => a.Kind switch { ScaleActionKind.SwapModel => 0, ScaleActionKind.Stop => 1, _ => 2 }), effects.Actions);
        Assert.DoesNotContain(effects.Actions, a => !options.Swaps && a.Kind == ScaleActionKind.SwapModel);
        Assert.All(effects.Actions, a => Assert.NotEmpty(a.Detail));
        foreach (var (id, change) in Changes(effects.Actions))
        {
            var pool = facts[id];
            var current = pool.Ready + pool.Starting;
            var spec = specs[id];
            Assert.InRange(Math.Abs(change), 1, options.MaxStep);
            if (change < 0)
            {
                Assert.True(current + change >= spec.MinReplicas, $"{id} goes below the minimum of {spec.MinReplicas}");
                Assert.True(input.Demand is not null && (pool.Ready == 0 || pool.KvUtilization is not null) && pool.MetricsAge <= options.StaleAfter, $"{id} shrinks on missing or stale facts");
                Assert.True(!startingSince.TryGetValue(id, out var since) || input.Now - since > ColdStart * 3, $"{id} shrinks while others start");
            }
            else
            {
                Assert.True(current + change <= spec.MaxReplicas, $"{id} goes above the maximum of {spec.MaxReplicas}");
            }

            var step = effects.Diagnostics.Steps.First(s => s.Stage == "action" && s.Subject == id.ToString());
            Assert.True(step.Reason == "below-minimum" || !movedAt.TryGetValue(id, out var moved) || input.Now - moved >= options.CoolDown, $"{id} moves within the cool-down");
            movedAt[id] = input.Now;
            Assert.All(effects.Actions.Where(a => a.Pool == id), a => Assert.Equal(step.Reason, a.Reason));
        }

        foreach (var region in catalog.Regions.Where(r => effects.Actions.Any(a => a.Kind == ScaleActionKind.Start && a.Pool.Region == r.Id)))
        {
            var held = facts.Values.Where(f => f.Pool.Region == region.Id).Sum(f => f.Ready + f.Starting - f.Swapping + f.Draining);
            var started = effects.Actions.Where(a => a.Pool.Region == region.Id && a.Kind == ScaleActionKind.Start).Sum(a => a.Count);
            Assert.True(held + started <= region.Capacity[0].Replicas, $"{region.Id} holds {held} and starts {started} of {region.Capacity[0].Replicas}");
        }

        Assert.True(effects.Plan is null || effects.Plan.ExpiresAt == input.Now + options.PlanInterval * 2);
    }

    /// <summary>By how many replicas each pool is to change; a swap is two. Nobody goes both ways.</summary>
    private static IEnumerable<(PoolId Pool, int Change)> Changes(IEnumerable<ScaleAction> actions)
    {
        var parts = actions.SelectMany(a => a.From is { } from ? [(a.Pool, Change: a.Count), (Pool: from, Change: -a.Count)] : new[] { (a.Pool, Change: a.Kind == ScaleActionKind.Start ? a.Count : -a.Count) }).ToList();
        Assert.Equal(parts.Select(p => p.Pool).Distinct().Count(), parts.Select(p => (p.Pool, p.Change > 0)).Distinct().Count());
        return parts.GroupBy(p => p.Pool).Select(g => (g.Key, g.Sum(p => p.Change)));
    }

    /// <summary>What a strategy may never do.</summary>
    private static void CheckStrategy(PlanningOptions options, PlanningEffects effects)
    {
        if (options.Strategy == "static")
        {
            Assert.All(effects.Actions, a => Assert.Equal("below-minimum", a.Reason));
        }

        // Past the cap there are only the named ways: the pool stood below its target wherever load alone started one.
        if (options.Strategy is "lt-u" || options is { Strategy: "lt-ua", PaperExact: true })
        {
            string[] known = options.Strategy == "lt-u"
                ? ["load-high", "load-low", "load-high-no-plan", "below-minimum"]
                : ["load-high", "load-low", "load-high-no-plan", "below-minimum", "override-high", "override-low"];
            Assert.All(effects.Actions, a => Assert.Contains(a.Reason, known));
            foreach (var action in effects.Actions.Where(a => a.Reason is "load-high" or "load-low" && effects.Plan is not null))
            {
                var target = effects.Plan!.Targets.First(t => t.Pool == action.Pool);
                var after = target.Current + (action.Kind.Grows() ? action.Count : -action.Count);
                Assert.True(action.Kind.Grows() ? after <= target.Target : after >= target.Target, $"{action} passes the target of {target.Target}");
            }
        }

        if (options.Strategy == "lt-i")
        {
            Assert.All(effects.Actions, a => Assert.Contains(a.Reason, (string[])["plan-target", "below-minimum"]));
        }
    }

    private static string Json(PlanningEffects effects)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            TickJson.Write(writer, effects);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
