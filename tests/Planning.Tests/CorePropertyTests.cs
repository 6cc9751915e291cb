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

        Assert.Equal(effects.Actions.OrderBy(a => a.Kind == ScaleActionKind.Stop ? 0 : 1), effects.Actions);
        Assert.Equal(effects.Actions.Length, effects.Actions.DistinctBy(a => a.Pool).Count());
        foreach (var action in effects.Actions)
        {
            var pool = facts[action.Pool];
            var current = pool.Ready + pool.Starting;
            var spec = specs[action.Pool];
            Assert.InRange(action.Count, 1, options.MaxStep);
            if (action.Kind == ScaleActionKind.Stop)
            {
                Assert.True(current - action.Count >= spec.MinReplicas, $"{action} goes below the minimum of {spec.MinReplicas}");
                Assert.True(input.Demand is not null && (pool.Ready == 0 || pool.KvUtilization is not null) && pool.MetricsAge <= options.StaleAfter, $"{action} on missing or stale facts");
                Assert.True(!startingSince.TryGetValue(action.Pool, out var since) || input.Now - since > ColdStart * 3, $"{action} while others start");
            }
            else
            {
                Assert.True(current + action.Count <= spec.MaxReplicas, $"{action} goes above the maximum of {spec.MaxReplicas}");
            }

            Assert.True(
                action.Reason == "below-minimum" || !movedAt.TryGetValue(action.Pool, out var moved) || input.Now - moved >= options.CoolDown, $"{action} within the cool-down");
            movedAt[action.Pool] = input.Now;
            Assert.NotEmpty(action.Detail);
            Assert.Contains(effects.Diagnostics.Steps, s => s.Stage == "action" && s.Subject == action.Pool.ToString() && s.Reason == action.Reason);
        }

        foreach (var region in catalog.Regions.Where(r => effects.Actions.Any(a => a.Kind == ScaleActionKind.Start && a.Pool.Region == r.Id)))
        {
            var held = facts.Values.Where(f => f.Pool.Region == region.Id).Sum(f => f.Ready + f.Starting + f.Draining);
            var started = effects.Actions.Where(a => a.Pool.Region == region.Id && a.Kind == ScaleActionKind.Start).Sum(a => a.Count);
            Assert.True(held + started <= region.Capacity[0].Replicas, $"{region.Id} holds {held} and starts {started} of {region.Capacity[0].Replicas}");
        }

        Assert.True(effects.Plan is null || effects.Plan.ExpiresAt == input.Now + options.PlanInterval * 2);
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
                var after = target.Current + (action.Kind == ScaleActionKind.Start ? action.Count : -action.Count);
                Assert.True(action.Kind == ScaleActionKind.Start ? after <= target.Target : after >= target.Target, $"{action} passes the target of {target.Target}");
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
