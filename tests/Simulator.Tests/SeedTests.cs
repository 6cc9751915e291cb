using SageServe.Routing;

namespace SageServe.Simulator.Tests;

public sealed class SeedTests
{
    private static SimulationScenario Any(RandomStream random)
    {
        var arrivals = SmallWorld.Random(random, 1 + random.NextInt(20), 30);
        var scenario = SmallWorld.Scenario(arrivals, random.NextInt(4), random.NextInt(4), 30) with
        {
            Routing = new ModelFlowOptions
            {
                InstancePolicy = new[] { "least-outstanding-work", "power-of-two", "round-robin" }[random.NextInt(3)],
                RegionPolicy = new[] { "home-first", "least-utilized", "nearest" }[random.NextInt(3)],
                HoldOrder = random.NextInt(2) == 0 ? "edf" : "fcfs",
                ReplicaBoundSeconds = 1 + random.NextInt(10),
            },
            Kills = random.NextInt(2) == 0 ? [] : [new ReplicaKill(SmallWorld.Start + TimeSpan.FromSeconds(random.NextInt(30)), SmallWorld.Pool(SmallWorld.East))],
            DrainLimit = TimeSpan.FromMinutes(5),
        };
        return random.NextInt(2) == 0 ? SmallWorld.Planned(scenario, random.NextInt(2) == 0 ? "reactive" : "lt-ua", hours: 4) : scenario;
    }

    [Fact]
    public void The_checkers_find_nothing_in_random_runs() => Seeds.Check(60, (seed, random) =>
    {
        var report = Simulation.Run(Any(random), seed);
        Assert.Equal(report.Requests, report.Completed + report.Failed + report.Pending);
    });

    [Fact]
    public void Two_runs_of_one_seed_are_equal_to_the_byte() => Seeds.Check(12, (seed, _) =>
    {
        var first = Simulation.Run(Any(new RandomStream(seed)), seed).ToJson();
        var second = Simulation.Run(Any(new RandomStream(seed)), seed).ToJson();
        Assert.Equal(first, second);
    });

    [Fact]
    public void Another_seed_gives_another_run()
    {
        var scenario = SmallWorld.Scenario(SmallWorld.Random(new RandomStream(3), 10, 30), 3, 3, 30) with { Routing = new ModelFlowOptions { InstancePolicy = "power-of-two" } };
        var first = (Simulation.Run(scenario, 1) with { Seed = 0 }).ToJson();
        Assert.Equal(first, (Simulation.Run(scenario, 1) with { Seed = 0 }).ToJson());
        Assert.NotEqual(first, (Simulation.Run(scenario, 2) with { Seed = 0 }).ToJson());
    }
}
