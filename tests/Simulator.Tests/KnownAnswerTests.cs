namespace SageServe.Simulator.Tests;

public sealed class KnownAnswerTests
{
    private static TierReport Fast(SimulationReport report) => report.Tiers[(int)ServiceTier.InteractiveFast];

    [Fact]
    public void An_idle_replica_answers_after_prefill_and_one_step_a_token()
    {
        var report = Simulation.Run(SmallWorld.Scenario([SmallWorld.Request(1)]), 1);
        Assert.Equal((1, 1, 0, 0), (report.Requests, report.Completed, report.Failed, report.Pending));
        Assert.Equal(0.100, Fast(report).TtftSeconds!.P50, 6);
        Assert.Equal(0.200, Fast(report).E2eSeconds!.P50, 6);
        Assert.Equal(0.010, Fast(report).TbtSeconds!.P50, 6);
        Assert.Equal(1.0, Fast(report).SloAttainment);
        Assert.Equal((100, 11), (Fast(report).PromptTokens, Fast(report).OutputTokens));
    }

    [Fact]
    public void A_request_that_its_region_cannot_serve_pays_the_round_trip()
    {
        var report = Simulation.Run(SmallWorld.Scenario([SmallWorld.Request(2)], east: 0, west: 1), 1);
        Assert.Equal(1, report.Completed);
        Assert.Equal(0.200, Fast(report).TtftSeconds!.P50, 6);
        Assert.Equal(0.300, Fast(report).E2eSeconds!.P50, 6);
    }

    [Fact]
    public void Without_any_replica_requests_are_refused_at_their_hold_limit()
    {
        var report = Simulation.Run(SmallWorld.Scenario([SmallWorld.Request(1)], east: 0), 1);
        Assert.Equal((1, 0.0), (Fast(report).Outcomes["NoReplica"], Fast(report).SloAttainment));
        Assert.Null(Fast(report).TtftSeconds);
    }

    [Fact]
    public void A_prompt_longer_than_the_context_is_invalid_and_missed()
    {
        var report = Simulation.Run(SmallWorld.Scenario([SmallWorld.Request(1, prompt: 4096), SmallWorld.Request(2, prompt: 4000, output: 200)]), 1);

        // The first is refused by the gateway, the second (prompt and output together) by the engine.
        Assert.Equal(2, Fast(report).Outcomes["Invalid"]);
    }

    [Fact]
    public void Gpu_hours_run_from_allocation_to_the_end_for_every_gpu()
    {
        var report = Simulation.Run(SmallWorld.Scenario([SmallWorld.Request(1)], east: 2, west: 1, seconds: 3600), 1);
        Assert.Equal(6.0, report.GpuHours, 9);
        Assert.Equal([4.0, 2.0], report.Pools.Select(p => Math.Round(p.GpuHours, 9)));
    }

    [Fact]
    public void Gpu_hours_are_envelope_hours()
    {
        var report = Simulation.Run(SmallWorld.Planned(SmallWorld.Scenario([], seconds: 60), "reactive") with { Planning = null }, 1);
        Assert.Equal(48.0, report.GpuHours, 6);
        Assert.Equal(24.0, report.EnvelopeHours, 6);
    }

    [Fact]
    public void Two_replicas_share_two_requests()
    {
        var report = Simulation.Run(SmallWorld.Scenario([SmallWorld.Request(1, prompt: 900), SmallWorld.Request(1.001, prompt: 900)], east: 2), 1);
        Assert.Equal(0.9, Fast(report).TtftSeconds!.P99, 6);
    }

    [Fact]
    public void Patient_work_runs_when_there_is_room_and_is_counted_from_its_arrival()
    {
        var batch = Enumerable.Range(0, 50).Select(_ => SmallWorld.Request(1, tier: ServiceTier.NonInteractive, streaming: false));
        var report = Simulation.Run(SmallWorld.Scenario(batch), 1);
        var patient = report.Tiers[(int)ServiceTier.NonInteractive];
        Assert.Equal((50, 50), (patient.Requests, patient.Outcomes["Completed"]));
        Assert.Equal(1.0, patient.SloAttainment);

        // 5 s of prefill alone: all of them were not let go at once.
        Assert.InRange(patient.E2eSeconds!.P99, 5, 12);
    }

    [Fact]
    public void Interactive_work_is_served_while_a_large_batch_waits()
    {
        var batch = Enumerable.Range(0, 400).Select(_ => SmallWorld.Request(1, prompt: 500, tier: ServiceTier.NonInteractive, streaming: false));
        var chat = Enumerable.Range(0, 20).Select(i => SmallWorld.Request(5 + i));
        var report = Simulation.Run(SmallWorld.Scenario(batch.Concat(chat)), 1);
        Assert.Equal(20, Fast(report).Outcomes["Completed"]);
        Assert.True(Fast(report).TtftSeconds!.P95 < 5, $"{Fast(report).TtftSeconds}");
    }

    [Fact]
    public void Killing_one_of_two_replicas_fails_no_request_that_had_no_byte()
    {
        var requests = Enumerable.Range(0, 40).Select(i => SmallWorld.Request(1 + i * 0.1, prompt: 150, streaming: false));
        var scenario = SmallWorld.Scenario(requests, east: 2) with { Kills = [new ReplicaKill(SmallWorld.Start + TimeSpan.FromSeconds(2.93), SmallWorld.Pool(SmallWorld.East))] };
        var report = Simulation.Run(scenario, 1);
        var broken = Fast(report).Outcomes.GetValueOrDefault("StreamBroken");
        Assert.Equal(40, report.Completed + broken);
        Assert.True(report.Retried > 0, "the kill must hit something");
        Assert.True(broken <= 2);
    }

    [Fact]
    public void Overload_is_refused_and_every_refusal_is_a_miss()
    {
        var flood = Enumerable.Range(0, 300).Select(i => SmallWorld.Request(1 + i * 0.01, prompt: 500));
        var report = Simulation.Run(SmallWorld.Scenario(flood), 1);
        var fast = Fast(report);
        Assert.True(fast.Outcomes["CapacityRefused"] > 200);
        Assert.True(fast.SloAttainment < 0.2);
        Assert.Equal(300, fast.Outcomes.Values.Sum());
    }
}
