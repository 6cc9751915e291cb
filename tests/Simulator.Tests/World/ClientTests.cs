namespace SageServe.Simulator.Tests;

public sealed class ClientTests
{
    private static SimulationReport Run(ClientOptions clients, IEnumerable<SimulatedArrival>? arrivals = null, int east = 1, FaultOptions? faults = null) =>
        Simulation.Run(SmallWorld.Scenario(arrivals ?? [SmallWorld.Request(1)], east) with { World = new WorldOptions { Clients = clients, Faults = faults ?? new FaultOptions() } }, 1);

    private static ClientOptions Patient(double seconds) =>
        new() { Patience = [new ClientPatience { Tier = ServiceTier.InteractiveFast, P50 = TimeSpan.FromSeconds(seconds) }] };

    private static ClientOptions Stubborn(int tries) =>
        new() { MaxTries = tries, BackOff = TimeSpan.FromSeconds(1), BackOffFactor = 2, Jitter = 0, HonourRetryAfter = false };

    [Fact]
    public void A_client_that_goes_before_its_target_is_counted_apart()
    {
        var fast = Run(Patient(0.05)).Tiers[0];
        Assert.Equal(1, fast.Outcomes["ClientLeft"]);
        Assert.Null(fast.SloAttainment);
        Assert.Null(fast.TtftSeconds);
    }

    [Fact]
    public void A_client_that_goes_after_its_target_is_a_miss()
    {
        var fast = Run(Patient(2), east: 0).Tiers[0];
        Assert.Equal((1, 0.0), (fast.Outcomes["ClientLeft"], fast.SloAttainment));
    }

    [Fact]
    public void A_client_that_has_seen_its_first_token_stays() => Assert.Equal(1, Run(Patient(0.101)).Completed);

    [Fact]
    public void What_a_client_left_behind_does_not_hold_up_the_next_one()
    {
        // Two prompts of 3 s of prefill; the first client leaves after 1.05 s, when a chunk of a second has 0.95 s to go.
        var report = Run(Patient(1.05), [SmallWorld.Request(1, prompt: 3000), SmallWorld.Request(2.5, prompt: 100)]);
        Assert.Equal(1, report.Completed);
        Assert.Equal(0.6, report.Tiers[0].TtftSeconds!.P50, 6);
    }

    [Fact]
    public void A_refused_request_is_tried_again_and_counted_once()
    {
        var report = Run(Stubborn(3), east: 0);
        Assert.Equal((1, 1, 3L, 1), (report.Requests, report.Failed, report.ClientTries, report.AskedAgain));
        Assert.Equal(1, report.Tiers[0].Outcomes["NoReplica"]);
    }

    [Fact]
    public void Latency_counts_from_the_first_try()
    {
        // The only gateway is away from 0.5 s to 3.2 s: tries at 1 s, 2 s and 4 s.
        var away = new ScheduledFault { Kind = FaultKind.GatewayCrash, After = TimeSpan.FromSeconds(0.5), For = TimeSpan.FromSeconds(2.7), Region = SmallWorld.East };
        var report = Run(Stubborn(5), faults: new FaultOptions { Schedule = [away], ClientsFailOver = false });
        Assert.Equal((1, 3L), (report.Completed, report.ClientTries));
        Assert.Equal(3.1, report.Tiers[0].TtftSeconds!.P50, 6);
        Assert.Equal(0.0, report.Tiers[0].SloAttainment);
    }

    [Fact]
    public void Retry_after_is_honoured_up_to_its_cap()
    {
        // Without any replica, which may still come, a refusal at 6 s says 30 s; by the second try none came, it is refused at once.
        var run = new SimulationRun(
            SmallWorld.Scenario([SmallWorld.Request(1)], east: 0) with { World = new WorldOptions { Clients = Stubborn(2) with { HonourRetryAfter = true } } },
            1,
            SimulationChecker.All(),
            null);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(35.9));
        Assert.Single(run.Tally.Open);
        run.Advance(SmallWorld.Start + TimeSpan.FromSeconds(36.1));
        Assert.Empty(run.Tally.Open);
    }

    [Fact]
    public void Clients_that_ask_again_keep_an_overload_going()
    {
        var flood = Enumerable.Range(0, 300).Select(i => SmallWorld.Request(1 + i * 0.01, prompt: 500)).ToList();
        var once = Run(new ClientOptions(), flood);
        var storm = Run(Stubborn(6), flood);
        Assert.True(storm.ClientTries > 1.5 * once.ClientTries, $"{storm.ClientTries} tries of {once.ClientTries} requests");
        Assert.True(storm.Completed >= once.Completed);
        Assert.Equal(300, storm.Requests);
    }
}
