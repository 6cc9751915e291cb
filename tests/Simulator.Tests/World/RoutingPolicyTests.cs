using SageServe.Routing;

namespace SageServe.Simulator.Tests;

public sealed class RoutingPolicyTests
{
    /// <summary>Conversations from both regions whose turns share their beginnings, some with adapters.</summary>
    private static List<SimulatedArrival> Conversations(RandomStream random, double rate, double seconds, int conversations)
    {
        var turns = new int[conversations];
        var arrivals = SmallWorld.Random(random, rate, seconds);
        for (var i = 0; i < arrivals.Count; i++)
        {
            var conversation = random.NextInt(conversations);
            var blocks = Math.Min(60, 4 + 2 * turns[conversation]++);
            arrivals[i] = arrivals[i] with
            {
                PromptTokens = blocks * 16 + 1,
                PrefixBlocks = [.. Enumerable.Range(0, blocks).Select(b => (ulong)(conversation * 1000 + b + 1) * 0x9E3779B97F4A7C15UL)],
                Session = $"c{conversation}",
                Adapter = conversation % 3 == 0 ? $"adapter-{conversation % 2}" : null,
            };
        }

        return arrivals;
    }

    [Theory]
    [InlineData("least-outstanding-work", "home-first")]
    [InlineData("power-of-two", "cheapest")]
    [InlineData("prefix-affinity", "predicted-ttft")]
    [InlineData("session-affinity", "nearest")]
    [InlineData("prefix-affinity", "least-utilized")]
    public void The_checkers_find_nothing_under_any_policy_in_rough_worlds(string instances, string regions) => Seeds.Check(12, (seed, random) =>
    {
        var scenario = SmallWorld.Scenario(Conversations(random, 2 + random.NextInt(12), 30, 8), 2 + random.NextInt(3), random.NextInt(3), 30) with
        {
            World = RandomWorld.Any(random, 30),
            DrainLimit = TimeSpan.FromMinutes(30),
            Routing = new ModelFlowOptions { InstancePolicy = instances, RegionPolicy = regions, SlowStart = TimeSpan.FromSeconds(random.NextInt(10)) },
        };
        var report = Simulation.Run(scenario, seed);
        Assert.Equal(report.Requests, report.Completed + report.Failed + report.Pending);
    });

    [Fact]
    public void Prefix_affinity_finds_more_in_the_caches_than_round_robin_and_shares_the_work() => Seeds.Check(5, (seed, random) =>
    {
        var arrivals = Conversations(random, 10, 120, 150).ConvertAll(a => a with { Origin = SmallWorld.East, Tier = ServiceTier.InteractiveFast });
        ServingReport Serving(string policy) => Simulation.Run(
            SmallWorld.Scenario(arrivals, east: 4, seconds: 120) with { Routing = new ModelFlowOptions { InstancePolicy = policy } }, seed).Pools.Single(p => p.Serving is not null).Serving!;
        var (blind, aware) = (Serving("round-robin"), Serving("prefix-affinity"));
        Assert.True(aware.PrefixHitShare > blind.PrefixHitShare + 0.05, $"{aware} {blind}");
        Assert.True(aware.MostOverMean <= 1.5, $"{aware}");
    });

    [Fact]
    public void Several_gateways_keep_every_replica_below_one_and_a_half_times_the_mean() => Seeds.Check(5, (seed, random) =>
    {
        var arrivals = Conversations(random, 10, 120, 12).ConvertAll(a => a with { Origin = SmallWorld.East, Tier = ServiceTier.InteractiveFast });
        foreach (var policy in new[] { "prefix-affinity", "session-affinity" })
        {
            var scenario = SmallWorld.Scenario(arrivals, east: 4, seconds: 120) with
            {
                World = new WorldOptions { GatewaysPerRegion = 4 },
                Routing = new ModelFlowOptions { InstancePolicy = policy, Gateways = 4 },
            };
            var serving = Simulation.Run(scenario, seed).Pools.Single(p => p.Serving is not null).Serving!;
            Assert.True(serving.MostOverMean <= 1.5, $"{policy}: {serving}");
        }
    });
}
