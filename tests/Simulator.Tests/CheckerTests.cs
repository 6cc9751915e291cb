using SageServe.EngineModel;

namespace SageServe.Simulator.Tests;

public sealed class CheckerTests
{
    private static SimTrack Track(ServiceTier tier = ServiceTier.InteractiveFast) => new(1, SmallWorld.Request(1, tier: tier), Instant.Max);

    private static SimulationRun Run(IEnumerable<SimulatedArrival> arrivals, Func<EngineEvent, bool>? drop = null) =>
        new(Scenario(arrivals), 1, SimulationChecker.All(), drop);

    private static SimulationScenario Scenario(IEnumerable<SimulatedArrival> arrivals) => SmallWorld.Scenario(arrivals) with { DrainLimit = TimeSpan.FromMinutes(1) };

    [Fact]
    public void A_run_that_loses_a_completion_is_caught()
    {
        var lost = 0;
        var run = Run(Enumerable.Range(0, 20).Select(i => SmallWorld.Request(1 + i)), e => e.Kind == EngineEventKind.Completed && ++lost == 7);
        var error = Assert.Throws<InvariantException>(() => run.Go());
        Assert.Contains("No interactive request is lost", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_is_still_served_at_the_drain_limit_is_late_and_not_lost()
    {
        var scenario = SmallWorld.Scenario([SmallWorld.Request(1, output: 1000)]) with { Duration = TimeSpan.FromSeconds(2), DrainLimit = TimeSpan.FromSeconds(1) };
        Assert.Equal(1, Simulation.Run(scenario, 1).Pending);
    }

    [Fact]
    public void The_same_run_without_the_bug_passes()
    {
        var run = Run(Enumerable.Range(0, 20).Select(i => SmallWorld.Request(1 + i)));
        run.Go();
        Assert.Equal(20, run.Tally.Completed);
    }

    [Fact]
    public void Conservation_catches_two_ends_and_an_end_of_nobody()
    {
        var checker = new ConservationChecker();
        var track = Track();
        Assert.Throws<InvariantException>(() => checker.Ended(track, RequestOutcome.Completed, SmallWorld.Start));
        checker.Arrived(track);
        checker.Ended(track, RequestOutcome.Completed, SmallWorld.Start);
        Assert.Throws<InvariantException>(() => checker.Ended(track, RequestOutcome.Completed, SmallWorld.Start));
    }

    [Fact]
    public void Patient_work_may_wait_when_the_run_is_over()
    {
        var checker = new ConservationChecker();
        checker.Arrived(Track(ServiceTier.NonInteractive));
        checker.Finished(1);
        Assert.Throws<InvariantException>(() => checker.Finished(0));
    }

    [Fact]
    public void Placement_catches_a_replica_that_is_not_ready()
    {
        var run = Run([]);
        run.Go();
        var driver = run.World.Region(SmallWorld.East).Flows[SmallWorld.Model];
        var leg = run.World.NewLeg(Track(), driver);
        var known = driver.Fleet!.Find(SmallWorld.Model)!.Instances.Single().Id;
        var checker = new PlacementChecker();
        Assert.Throws<InvariantException>(() => checker.Forwarded(leg, new InstanceId("nobody"), driver.Fleet));
        checker.Forwarded(leg, known, driver.Fleet);
        Assert.Throws<InvariantException>(() => checker.Forwarded(leg, known, driver.Fleet));
    }

    [Fact]
    public void Capacity_catches_one_replica_too_many()
    {
        var run = Run([]);
        Assert.Throws<InvariantException>(() => run.Fleet.Start(SmallWorld.Pool(SmallWorld.East), 8, ready: false));
    }

    [Fact]
    public void Arrivals_out_of_order_are_refused()
    {
        var run = Run([SmallWorld.Request(5), SmallWorld.Request(2)]);
        Assert.Throws<InvariantException>(() => run.Go());
    }
}
