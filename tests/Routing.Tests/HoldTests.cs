namespace SageServe.Routing.Tests;

public sealed class HoldTests
{
    [Fact]
    public void Beyond_the_bound_requests_are_held_and_let_go_when_work_ends()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var running = bench.Fill();
        Assert.Equal(8, running.Count);

        var held = bench.Request(prompt: 500, output: 500);
        var effects = bench.Arrive(held);
        Assert.Equal(FlowEffectKind.Hold, effects[0].Kind);
        Assert.Equal(bench.Now + TimeSpan.FromSeconds(5), effects[0].Until);
        Assert.Equal("replica-bound-reached", effects[0].Reasons.ToString());
        Assert.Equal(1, bench.Flow.Read(bench.Now).Held[0]);

        var after = bench.End(running[0], AttemptOutcome.Succeeded, 500);
        Assert.Equal([FlowEffectKind.Finish, FlowEffectKind.Forward], after.Select(e => e.Kind));
        Assert.Same(held, after[1].Request);
        Assert.True(after[1].Reasons.Contains(ReasonCode.ReleasedFromHold));
        Assert.Equal(0, bench.Flow.Read(bench.Now).Held[0]);
    }

    [Fact]
    public void The_shell_is_asked_to_wake_the_flow_at_the_earliest_limit()
    {
        var bench = new FlowBench();
        bench.Publish();
        var normal = bench.Arrive(bench.Request(tier: ServiceTier.InteractiveNormal));
        Assert.Equal([FlowEffectKind.Hold, FlowEffectKind.WakeAt], normal.Select(e => e.Kind));
        Assert.Equal(bench.Now + TimeSpan.FromMinutes(1), normal[1].Until);
        var fast = bench.Arrive(bench.Request());
        Assert.Equal(bench.Now + TimeSpan.FromSeconds(5), fast[1].Until);
        Assert.Single(bench.Arrive(bench.Request(tier: ServiceTier.InteractiveNormal)));

        bench.Pass(5);
        var woken = bench.Simple(FlowInputKind.TimeReached);
        Assert.Equal([FlowEffectKind.Reject, FlowEffectKind.WakeAt], woken.Select(e => e.Kind));
        Assert.Equal(bench.Now + TimeSpan.FromSeconds(55), woken[1].Until);
    }

    [Theory]
    [InlineData("edf", 1)]
    [InlineData("fcfs", 0)]
    public void The_hold_order_says_who_is_next(string order, int expected)
    {
        var bench = new FlowBench(FlowBench.WorkBound with { HoldOrder = order });
        bench.Replica("a").Publish();
        var running = bench.Fill();
        InferenceRequest[] held =
        [
            bench.Request(500, 500, ServiceTier.InteractiveNormal, deadlineIn: 60),
            bench.Request(500, 500, ServiceTier.InteractiveFast, deadlineIn: 1),
        ];
        bench.Arrive(held[0]);
        bench.Pass(0.001);
        bench.Arrive(held[1]);
        var forwarded = bench.End(running[0], AttemptOutcome.Succeeded, 500).Single(e => e.Kind == FlowEffectKind.Forward);
        Assert.Same(held[expected], forwarded.Request);
    }

    /// <summary>An earlier deadline that can't be met any more must not cost one that can: under EDF one minute of overload makes all that follow late.</summary>
    [Theory]
    [InlineData("edf", 0)]
    [InlineData("dpa", 0)]
    [InlineData("on-time", 1)]
    public void Who_can_still_be_served_in_time_goes_first(string order, int expected)
    {
        var bench = new FlowBench(FlowBench.WorkBound with { HoldOrder = order });
        bench.Replica("a").Publish();
        var running = bench.Fill();
        InferenceRequest[] held = [bench.Request(prompt: 500, output: 10, deadlineIn: 0.01), bench.Request(prompt: 1, output: 10, deadlineIn: 0.02)];
        bench.Arrive(held[0]);
        bench.Arrive(held[1]);
        var forwarded = bench.End(running[0], AttemptOutcome.Succeeded, 500).First(e => e.Kind == FlowEffectKind.Forward);
        Assert.Same(held[expected], forwarded.Request);
    }

    [Fact]
    public void A_newcomer_does_not_overtake_those_who_wait()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { HoldOrder = "fcfs" });
        bench.Replica("a").Publish();
        var running = bench.Fill();
        var large = bench.Request(prompt: 1500, output: 1500);
        bench.Arrive(large);
        bench.End(running[0], AttemptOutcome.Succeeded, 500);
        bench.Pass(0.001);

        // One second is free: the newcomer would fit, the large one that waits before it does not.
        var effects = bench.Arrive(bench.Request(prompt: 100, output: 100));
        Assert.Equal(FlowEffectKind.Hold, effects[0].Kind);
    }

    [Fact]
    public void At_the_limit_of_the_hold_the_client_gets_503_and_an_honest_retry_after()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        bench.Fill();
        var held = bench.Request(prompt: 1000, output: 1000);
        bench.Arrive(held);
        bench.Pass(5);
        var effects = bench.Simple(FlowInputKind.TimeReached);
        var reject = Assert.Single(effects);
        Assert.Equal((FlowEffectKind.Reject, 503, RequestOutcome.CapacityRefused), (reject.Kind, reject.Status, reject.Outcome));
        Assert.Equal("replica-bound-reached,hold-limit-reached", reject.Reasons.ToString());
        Assert.Equal(1, reject.RetryAfter.TotalSeconds);
    }

    [Fact]
    public void Retry_after_is_the_time_to_drain_and_shrinks_with_capacity_that_warms_up()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { MaxHeld = 40 });
        bench.Replica("a").Publish();
        bench.Fill();
        for (var i = 0; i < 40; i++)
        {
            bench.Arrive(bench.Request(500, 500));
        }

        // The replica is full and takes in as much as it finishes: 40 s of held work go in within 40 s.
        var alone = Assert.Single(bench.Arrive(bench.Request(500, 500)));
        Assert.True(alone.Reasons.Contains(ReasonCode.QueueFull));
        Assert.Equal(40, alone.RetryAfter.TotalSeconds, 3);

        var deployment = new DeploymentId(TestCatalog.Model, TestCatalog.East);
        bench.Advice(new PlanAdvice(1, bench.Now, bench.Now + TimeSpan.FromHours(1), [], [new WarmingCapacity(deployment, 3, bench.Now + TimeSpan.FromSeconds(4))])).Publish();

        // 4 s of it go into the one replica, the rest into four.
        var warming = Assert.Single(bench.Arrive(bench.Request(500, 500)));
        Assert.Equal(4 + 36 / 4.0, warming.RetryAfter.TotalSeconds, 3);
    }

    [Fact]
    public void Without_a_ready_replica_requests_wait_and_are_refused_with_503()
    {
        var bench = new FlowBench();
        bench.Publish();
        var effects = bench.Arrive(bench.Request());
        Assert.Equal("no-ready-replica", effects[0].Reasons.ToString());
        bench.Pass(6);
        var reject = Assert.Single(bench.Simple(FlowInputKind.TimeReached));
        Assert.Equal((503, RequestOutcome.NoReplica), (reject.Status, reject.Outcome));
        Assert.Equal(30, reject.RetryAfter.TotalSeconds);
    }

    [Fact]
    public void A_replica_that_becomes_ready_takes_those_who_wait()
    {
        var bench = new FlowBench();
        bench.Replica("a", InstancePhase.Starting).Publish();
        var held = bench.Request();
        Assert.True(bench.Arrive(held)[0].Reasons.Contains(ReasonCode.CapacityWarming));
        var forward = Assert.Single(bench.Replica("a").Publish());
        Assert.Equal((FlowEffectKind.Forward, held), (forward.Kind, forward.Request));
    }

    [Fact]
    public void One_input_releases_at_most_64_and_asks_to_be_woken_at_once()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { ReplicaBoundSeconds = 1000 });
        bench.Publish();
        var sent = Enumerable.Range(0, 100).Select(_ => bench.Request(10, 10)).ToList();
        sent.ForEach(r => bench.Arrive(r));
        var first = bench.Replica("a").Replica("b").Publish();
        Assert.Equal(64, first.Count(e => e.Kind == FlowEffectKind.Forward));
        Assert.Equal((FlowEffectKind.WakeAt, bench.Now), (first[^1].Kind, first[^1].Until));
        var second = bench.Simple(FlowInputKind.TimeReached);
        Assert.Equal(36, second.Count(e => e.Kind == FlowEffectKind.Forward));
        Assert.DoesNotContain(second, e => e.Kind == FlowEffectKind.WakeAt);
    }

    [Fact]
    public void A_request_longer_than_the_bound_is_served_by_an_idle_replica()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { ReplicaBoundSeconds = 1 });
        bench.Replica("a").Publish();
        Assert.Equal(FlowEffectKind.Forward, Assert.Single(bench.Arrive(bench.Request(2000, 1000))).Kind);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request(10, 10))[0].Kind);
    }

    [Fact]
    public void Gateways_share_the_bound_of_a_replica()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { Gateways = 4, BorrowShare = 0 });
        bench.Replica("a").Publish();
        Assert.Equal(2, bench.Fill().Count);
    }

    [Fact]
    public void Prefill_ahead_in_the_engine_is_bounded_and_freed_by_the_first_token()
    {
        var bench = new FlowBench(new ModelFlowOptions { PrefillBoundSeconds = 1 });
        bench.Replica("a").Publish();
        var sent = bench.Fill();
        Assert.Equal(2, sent.Count);
        var held = bench.Request(400, 400);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(held)[0].Kind);
        Assert.Same(held, Assert.Single(bench.Progress(sent[0], 1)).Request);
    }

    [Fact]
    public void A_prompt_longer_than_the_prefill_bound_goes_when_no_other_prefill_is_ahead()
    {
        var bench = new FlowBench(new ModelFlowOptions { PrefillBoundSeconds = 0.5 });
        bench.Replica("a").Publish();
        var first = bench.Request(100, 100);
        bench.Arrive(first);
        var large = bench.Request(2000, 100);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(large)[0].Kind);
        Assert.Same(large, Assert.Single(bench.Progress(first, 1)).Request);
    }

    [Fact]
    public void No_more_is_sent_than_the_kv_cache_will_hold()
    {
        var bench = new FlowBench(new ModelFlowOptions { ReplicaBoundSeconds = 1000, PrefillBoundSeconds = 1000 });
        bench.Replica("a").Publish();
        var sent = Enumerable.Range(0, 15).Count(_ => bench.Arrive(bench.Request(6000, 2000))[0].Kind == FlowEffectKind.Forward);
        Assert.Equal(12, sent);
    }

    [Fact]
    public void No_more_sequences_are_sent_than_the_engine_runs_at_once()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { ReplicaBoundSeconds = 1000 });
        bench.Replica("a").Publish();
        Assert.Equal(64, bench.Fill().Count);
    }

    [Fact]
    public void One_that_only_another_region_may_serve_does_not_block_the_rest()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var running = bench.Fill();
        bench.Arrive(bench.Request(deadlineIn: 0.1, allowed: TestCatalog.West));
        var waiting = bench.Request(500, 500);
        bench.Arrive(waiting);
        var forward = bench.End(running[0], AttemptOutcome.Succeeded, 500).Single(e => e.Kind == FlowEffectKind.Forward);
        Assert.Same(waiting, forward.Request);
        Assert.Equal(1, bench.Flow.Read(bench.Now).Held[0]);
    }

    [Fact]
    public void A_client_that_leaves_the_queue_is_finished_and_forgotten()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        bench.Fill();
        var held = bench.Request();
        bench.Arrive(held);
        var finish = Assert.Single(bench.Leave(held));
        Assert.Equal((FlowEffectKind.Finish, RequestOutcome.ClientLeft), (finish.Kind, finish.Outcome));
        Assert.Empty(bench.Leave(held));
        Assert.Equal(0, bench.Flow.Read(bench.Now).Held[0]);
    }

    [Fact]
    public void Shutdown_refuses_the_waiting_and_the_new_and_lets_the_running_end()
    {
        var bench = new FlowBench();
        bench.Replica("a").Publish();
        var running = bench.Fill();
        bench.Arrive(bench.Request());
        var refused = Assert.Single(bench.Simple(FlowInputKind.ShutdownBegan));
        Assert.Equal((FlowEffectKind.Reject, 503, RequestOutcome.ShuttingDown), (refused.Kind, refused.Status, refused.Outcome));
        Assert.Equal(RequestOutcome.ShuttingDown, Assert.Single(bench.Arrive(bench.Request())).Outcome);
        Assert.Equal(RequestOutcome.Completed, Assert.Single(bench.End(running[0], AttemptOutcome.Succeeded)).Outcome);
    }
}
