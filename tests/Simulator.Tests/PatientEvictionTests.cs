using SageServe.Routing;

namespace SageServe.Simulator.Tests;

/// <summary>Patient work gives way in a run as it does in the gateway: by the flow's own word, and every request ends once.</summary>
public sealed class PatientEvictionTests
{
    /// <summary>One replica full of patient work, into which more interactive work comes than has room beside it.</summary>
    private static List<SimulatedArrival> Arrivals(RandomStream random)
    {
        var arrivals = Enumerable.Range(0, 30).Select(_ => SmallWorld.Request(0, 50 + random.NextInt(500), 20 + random.NextInt(40), ServiceTier.NonInteractive, streaming: false)).ToList();
        for (var i = 0; i < 40; i++)
        {
            arrivals.Add(SmallWorld.Request(2 + i / 4 * 0.8, 100 + random.NextInt(300), 11));
        }

        return arrivals;
    }

    /// <summary>By the deadline, so that who is late is still served and all must end well.</summary>
    private static SimulationScenario Scenario(RandomStream random)
    {
        var scenario = SmallWorld.Scenario(Arrivals(random), seconds: 60);
        return scenario with { Routing = scenario.Routing with { HoldOrder = "edf" } };
    }

    [Fact]
    public void What_gives_way_comes_back_and_is_done()
    {
        var evictions = 0;
        Seeds.Check(6, (seed, random) =>
        {
            var report = Simulation.Run(Scenario(random), seed);
            evictions += report.Evictions;
            Assert.Equal((70, 70, 0, 0), (report.Requests, report.Completed, report.Failed, report.Pending));
        });
        Assert.True(evictions > 0, "some gave way");
    }

    [Fact]
    public void None_does_where_it_is_turned_off()
    {
        var scenario = Scenario(new RandomStream(1));
        var report = Simulation.Run(scenario with { Routing = scenario.Routing with { Patient = new PatientOptions { EvictionsPerSecond = 0 } } }, 1);
        Assert.Equal((0, 70), (report.Evictions, report.Completed));
    }
}
