namespace SageServe.Simulator.Tests;

public sealed class ServiceCheckerTests
{
    private static readonly SimulationRun Run = Finished();
    private static readonly IReadOnlyList<SimReplica> Replicas = Run.World.Region(SmallWorld.East).Replicas;

    private static SimulationRun Finished()
    {
        var run = new SimulationRun(SmallWorld.Scenario([], east: 2), 1, [], null);
        run.Go();
        return run;
    }

    private static SimLeg Leg(long number = 1, ServiceTier tier = ServiceTier.InteractiveFast, bool streaming = true)
    {
        var track = new SimTrack(number, SmallWorld.Request(1, tier: tier, streaming: streaming), Instant.Max);
        return Run.World.NewLeg(track, Run.World.Driver(SmallWorld.East, SmallWorld.Model));
    }

    private static Instant After(double seconds) => SmallWorld.Start + TimeSpan.FromSeconds(1 + seconds);

    [Fact]
    public void Service_on_two_replicas_at_once_is_caught()
    {
        var checker = new ServedOnceChecker();
        checker.Sent(Leg(), Replicas[0]);
        checker.Sent(Leg(2), Replicas[0]);
        Assert.Throws<InvariantException>(() => checker.Sent(Leg(), Replicas[1]));
        Assert.Throws<InvariantException>(() => checker.Left(Leg(2), Replicas[1], completed: true));
        Assert.Throws<InvariantException>(() => checker.Ended(Leg().Track, RequestOutcome.ClientLeft, After(1)));
    }

    [Fact]
    public void Completion_twice_or_by_nobody_is_caught()
    {
        var (checker, leg) = (new ServedOnceChecker(), Leg());
        Assert.Throws<InvariantException>(() => checker.Ended(leg.Track, RequestOutcome.Completed, After(1)));
        checker.Sent(leg, Replicas[0]);
        checker.Left(leg, Replicas[0], completed: true);
        checker.Sent(leg, Replicas[1]);
        Assert.Throws<InvariantException>(() => checker.Left(leg, Replicas[1], completed: true));
    }

    [Fact]
    public void A_retry_after_a_loss_is_no_offence()
    {
        var (checker, leg) = (new ServedOnceChecker(), Leg());
        checker.Sent(leg, Replicas[0]);
        checker.Left(leg, Replicas[0], completed: false);
        checker.Sent(leg, Replicas[1]);
        checker.Left(leg, Replicas[1], completed: true);
        checker.Ended(leg.Track, RequestOutcome.Completed, After(1));
    }

    /// <summary>Small world: 1 s to the first token of a fast stream, 50 ms more a token for other calls, 24 h for patient work.</summary>
    [Theory]
    [InlineData(ServiceTier.InteractiveFast, true, 1.0, 99, true)]
    [InlineData(ServiceTier.InteractiveFast, true, 1.1, 99, false)]
    [InlineData(ServiceTier.InteractiveFast, false, 0, 1.5, true)]
    [InlineData(ServiceTier.InteractiveFast, false, 0, 1.6, false)]
    [InlineData(ServiceTier.NonInteractive, false, 0, 86_399, true)]
    [InlineData(ServiceTier.NonInteractive, false, 0, 86_401, false)]
    public void Attainment_that_is_not_what_clients_saw_is_caught(ServiceTier tier, bool streaming, double first, double ended, bool met)
    {
        var leg = Leg(1, tier, streaming);
        var run = new SimulationRun(SmallWorld.Scenario([]), 1, [], null);
        var checker = new DeadlineChecker();
        checker.Begin(run.Scenario);
        checker.Arrived(leg.Track);
        checker.Sent(leg, Replicas[0]);
        checker.FirstToken(leg.Track, After(first));
        (leg.Track.FirstTokenAt, leg.Track.OutputTokens) = (After(first), 10);
        checker.Ended(leg.Track, RequestOutcome.Completed, After(ended));
        Assert.Throws<InvariantException>(() => checker.Finished(run));

        // The deadline that patient work is tallied by stands on its track; the checker reckons it anew.
        var told = new SimTrack(1, leg.Track.Arrival, After(86_400)) { FirstTokenAt = After(first), OutputTokens = 10 };
        run.Tally.Arrived(told);
        told.End(RequestOutcome.Completed, After(ended));
        run.Tally.Ended(told);
        checker.Finished(run);
        Assert.Equal(met ? 1 : 0, run.Tally.AllModels()[(int)tier].Met);
    }
}
