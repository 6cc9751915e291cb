using SageServe.Routing;

namespace SageServe.Simulator.Tests;

/// <summary>In a whole run the rule knows the room to come, as the live pump does: work that may wait for a deeper valley does, and is in time.</summary>
public sealed class ValleyWaitTests
{
    private static readonly TimeSpan Submitted = TimeSpan.FromHours(24 + 8);
    private static readonly TimeSpan Valley = TimeSpan.FromHours(24 + 12);

    /// <summary>Every day busy until noon and idle from then on: 60 % of two replicas, then nothing. A batch comes in at eight on the second day.</summary>
    private static SimulationScenario World(TimeSpan window, string rule = "valley")
    {
        var random = new RandomStream(5);
        var arrivals = new List<SimulatedArrival>();
        foreach (var day in new[] { 0, 24 })
        {
            for (var at = day * 3600.0; at < (day + 12) * 3600; at += random.NextExponential(1 / 1.2))
            {
                arrivals.Add(SmallWorld.Request(at, 10, 1000));
            }
        }

        arrivals.AddRange(Enumerable.Repeat(
            SmallWorld.Request(Submitted.TotalSeconds, 10, 2000, ServiceTier.NonInteractive, streaming: false) with { Batch = "b", Window = window, Tenant = new TenantId("t") }, 2000));
        var scenario = SmallWorld.Scenario(arrivals.OrderBy(a => a.At), east: 2, seconds: 38 * 3600);
        return scenario with { Release = new ReleaseOptions { Rule = rule }, ScrapeInterval = TimeSpan.FromSeconds(2), Checks = false };
    }

    private static List<TimeSpan> Ends(SimulationScenario scenario)
    {
        var watch = new Watch();
        new SimulationRun(scenario, 1, [watch], null).Go();
        Assert.Equal(2000, watch.Ends.Count);
        return watch.Ends;
    }

    [Fact]
    public void Work_that_can_wait_waits_for_the_deeper_valley_and_keeps_its_deadline()
    {
        var ends = Ends(World(TimeSpan.FromHours(24)));
        Assert.True(ends.Count(e => e < Valley) < 1000, $"{ends.Count(e => e < Valley)} before the valley: more than what always goes on");
        Assert.Contains(ends, e => e < Valley - TimeSpan.FromHours(3));
        Assert.True(ends.Max() < Valley + TimeSpan.FromHours(1.5), $"the last one at {ends.Max()}");

        // The same with a rule that knows no forecast.
        Assert.True(Ends(World(TimeSpan.FromHours(24), "paper")).Max() < Valley - TimeSpan.FromHours(1));
    }

    [Fact]
    public void Work_that_would_be_late_then_goes_at_once()
    {
        var ends = Ends(World(TimeSpan.FromHours(4)));
        Assert.True(ends.Max() < Submitted + TimeSpan.FromHours(3), $"the last one at {ends.Max()}");
    }

    [Fact]
    public void Same_seed_same_bytes_though_it_waits() =>
        Assert.Equal(Simulation.Run(World(TimeSpan.FromHours(24)), 3).ToJson(), Simulation.Run(World(TimeSpan.FromHours(24)), 3).ToJson());

    private sealed class Watch : SimulationChecker
    {
        public List<TimeSpan> Ends { get; } = [];

        public override void Ended(SimTrack track, RequestOutcome outcome, Instant now)
        {
            if (track.Arrival.Batch is not null)
            {
                Assert.Equal(RequestOutcome.Completed, outcome);
                Ends.Add(now - SmallWorld.Start);
            }
        }
    }
}
