namespace SageServe.Routing.Tests;

public sealed class ReplicaHealthTests
{
    private static readonly ModelFlowOptions Options = FlowBench.WorkBound with
    {
        InstancePolicy = "round-robin",
        RetryFloor = 1000,
        Breaker = new BreakerOptions { ConsecutiveFailures = 3 },
        Outlier = new OutlierOptions { MinSamples = 5, LatencyFactor = 3 },
    };

    private static FlowBench Bench(string replicas, ModelFlowOptions? options = null)
    {
        var bench = new FlowBench(options ?? Options);
        Refresh(bench, replicas);
        return bench;
    }

    private static void Refresh(FlowBench bench, string replicas)
    {
        foreach (var id in replicas)
        {
            bench.Replica(id.ToString());
        }

        bench.Publish();
    }

    /// <summary>Sends one, which replica a fails; where it went first, and with what reasons.</summary>
    private static FlowEffect Send(FlowBench bench, string bad = "a", double slow = 0)
    {
        var request = bench.Request();
        var first = bench.Arrive(request)[0];
        if (first.Instance.Value == bad && slow == 0)
        {
            bench.End(request, AttemptOutcome.ConnectFailed);
        }

        bench.Pass(first.Instance.Value == bad ? slow : 0.1);
        bench.Progress(request, 1);
        bench.End(request, AttemptOutcome.Succeeded, 1);
        return first;
    }

    private static List<string> Served(FlowBench bench, int count, string replicas, string bad = "a", double slow = 0)
    {
        var served = new List<string>();
        for (var i = 0; i < count; i++)
        {
            bench.Pass(1);
            Refresh(bench, replicas);
            served.Add(Send(bench, bad, slow).Instance.Value);
        }

        return served;
    }

    [Fact]
    public void A_replica_that_keeps_failing_gets_one_probe_at_a_time_until_it_serves_again()
    {
        var bench = Bench("ab");
        Assert.InRange(Served(bench, 30, "ab").Count(id => id == "a"), 4, 7);
        Assert.InRange(Served(bench, 60, "ab").Count(id => id == "a"), 0, 2);
        bench.Pass(60);
        Refresh(bench, "ab");
        var probe = bench.Request();
        var others = Enumerable.Range(0, 4).Select(_ => bench.Request()).ToList();
        var effects = others.Prepend(probe).Select(r => bench.Arrive(r)[0]).ToList();
        var sent = Assert.Single(effects, e => e.Instance.Value == "a");
        Assert.True(sent.Reasons.Contains(ReasonCode.CircuitProbe));
        Assert.Contains(effects, e => e.Instance.Value == "b" && e.Reasons.Contains(ReasonCode.CircuitOpen));
        bench.End(sent.Request!, AttemptOutcome.Succeeded);
        Assert.InRange(Served(bench, 10, "ab", bad: "none").Count(id => id == "a"), 4, 6);
    }

    [Fact]
    public void When_all_circuits_are_open_urgent_tiers_are_served_on_a_guess_and_patient_work_is_given_back()
    {
        var bench = Bench("a", Options with { Outlier = new OutlierOptions { MaxEjectedShare = 0 } });
        for (var i = 0; i < 3; i++)
        {
            var request = bench.Request();
            bench.Arrive(request);
            bench.End(request, AttemptOutcome.ConnectFailed);
        }

        bench.Pass(1);
        Refresh(bench, "a");
        var effect = bench.Arrive(bench.Request())[0];
        Assert.Equal(FlowEffectKind.Forward, effect.Kind);
        Assert.True(effect.Reasons.Contains(ReasonCode.FailedOpen) && effect.Reasons.Contains(ReasonCode.CircuitOpen));
        var patient = bench.Tell(new FlowInput { Kind = FlowInputKind.Offered, Now = bench.Now, Sequence = 0, Draw = 0, Offered = [bench.Request(tier: ServiceTier.NonInteractive)] })[0];
        Assert.Equal(FlowEffectKind.Evict, patient.Kind);
        Assert.True(patient.Reasons.Contains(ReasonCode.CircuitOpen));
    }

    [Fact]
    public void Stale_metrics_are_a_guess_too()
    {
        var bench = new FlowBench(Options);
        bench.Replica("a", age: 10).Publish();
        Assert.True(bench.Arrive(bench.Request())[0].Reasons.Contains(ReasonCode.FailedOpen));
        var patient = bench.Tell(new FlowInput { Kind = FlowInputKind.Offered, Now = bench.Now, Sequence = 0, Draw = 0, Offered = [bench.Request(tier: ServiceTier.NonInteractive)] })[0];
        Assert.Equal((FlowEffectKind.Evict, true), (patient.Kind, patient.Reasons.Contains(ReasonCode.StaleMetrics)));
    }

    [Fact]
    public void A_replica_much_slower_than_its_peers_is_ejected_for_a_while()
    {
        var bench = Bench("abc");
        Served(bench, 24, "abc", slow: 1);
        var during = Served(bench, 12, "abc", slow: 1);
        Assert.DoesNotContain("a", during);
        bench.Pass(30);
        Assert.Contains("a", Served(bench, 6, "abc", bad: "none"));
    }

    [Fact]
    public void An_effect_tells_that_a_replica_was_left_out_as_an_outlier()
    {
        var bench = Bench("abc");
        Served(bench, 24, "abc", slow: 1);
        Assert.True(Send(bench).Reasons.Contains(ReasonCode.OutlierEjected));
    }

    [Fact]
    public void A_replica_that_fails_more_than_its_peers_is_ejected_before_its_circuit_opens()
    {
        var bench = Bench("abc", Options with { AvoidAfterFailure = TimeSpan.FromTicks(1), Breaker = new BreakerOptions { ConsecutiveFailures = 100, MinAttempts = 1000 } });
        Served(bench, 24, "abc");
        Assert.DoesNotContain("a", Served(bench, 12, "abc"));
    }

    [Fact]
    public void Never_more_are_ejected_than_their_share_and_never_all() => Seeds.Check(50, (_, random) =>
    {
        var replicas = "abcdefgh"[..(2 + random.NextInt(7))];
        var share = random.NextDouble() / 2;
        var bench = Bench(replicas, Options with { Outlier = new OutlierOptions { MinSamples = 2, MinReplicas = 2, MaxEjectedShare = share, EjectFor = TimeSpan.FromSeconds(5 + random.NextInt(60)) } });
        for (var i = 0; i < 200; i++)
        {
            bench.Pass(0.5);
            Refresh(bench, replicas);
            var request = bench.Request();
            bench.Arrive(request);
            bench.Pass(random.NextDouble() * (random.NextInt(3) == 0 ? 3 : 0.2));
            bench.Progress(request, 1);
            bench.End(request, random.NextInt(3) == 0 ? AttemptOutcome.BrokenAfterFirstByte : AttemptOutcome.Succeeded);
            Assert.InRange(bench.Flow.ReadEjected(bench.Now), 0, (int)(share * replicas.Length));
        }
    });

    [Fact]
    public void A_fresh_replica_gets_a_growing_share_of_its_bound()
    {
        var bench = new FlowBench(Options with { SlowStart = TimeSpan.FromSeconds(10), SlowStartShare = 0.1 });
        bench.Replica("a", readySince: bench.Now).Publish();
        Assert.Equal((1, true), (bench.Fill().Count, bench.Effects.Count >= 0));
        bench.Pass(5);
        bench.Replica("a", readySince: bench.Now - TimeSpan.FromSeconds(5)).Publish();

        // Half of the bound of 8 s, in requests of 1 s each; one runs already.
        Assert.Equal(3, bench.Fill().Count);
        bench.Pass(5);
        bench.Replica("a", readySince: bench.Now - TimeSpan.FromSeconds(10)).Publish();
        Assert.Equal(4, bench.Fill().Count);
    }

    [Fact]
    public void An_effect_tells_that_its_replica_is_in_slow_start()
    {
        var bench = new FlowBench(Options with { SlowStart = TimeSpan.FromSeconds(10) });
        bench.Replica("a", readySince: bench.Now).Publish();
        Assert.True(bench.Arrive(bench.Request())[0].Reasons.Contains(ReasonCode.SlowStart));
    }
}
