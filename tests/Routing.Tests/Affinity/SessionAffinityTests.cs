namespace SageServe.Routing.Tests;

public sealed class SessionAffinityTests
{
    private static readonly ModelFlowOptions Options = FlowBench.WorkBound with { InstancePolicy = "session-affinity" };

    private static FlowBench Bench(IEnumerable<string> replicas, ModelFlowOptions? options = null)
    {
        var bench = new FlowBench(options ?? Options);
        foreach (var id in replicas)
        {
            bench.Replica(id);
        }

        bench.Publish();
        return bench;
    }

    private static string Served(FlowBench bench, string session)
    {
        var request = bench.Request() with { Session = session };
        var effect = Assert.Single(bench.Arrive(request));
        Assert.True(effect.Reasons.Contains(ReasonCode.SessionAffinity), effect.Reasons.ToString());
        bench.End(request, AttemptOutcome.Succeeded);
        bench.Pass(60);
        return effect.Instance.Value;
    }

    private static Dictionary<string, string> All(FlowBench bench, int sessions) =>
        Enumerable.Range(0, sessions).Select(i => $"session-{i}").ToDictionary(s => s, s => Served(bench, s));

    [Fact]
    public void Sessions_spread_over_the_replicas_and_stay()
    {
        var bench = Bench(["a", "b", "c", "d"]);
        var first = All(bench, 200);
        Assert.Equal(first, All(bench, 200));
        Assert.All(first.Values.CountBy(v => v), c => Assert.InRange(c.Value, 30, 75));
    }

    [Fact]
    public void Only_the_sessions_of_a_replica_that_leaves_move_and_they_come_back_with_it()
    {
        var bench = Bench(["a", "b", "c", "d"]);
        var before = All(bench, 100);
        bench.Without("b").Publish();
        var without = All(bench, 100);
        Assert.All(before, s => Assert.True(s.Value == "b" || without[s.Key] == s.Value));
        bench.Replica("b").Replica("e").Publish();
        var more = All(bench, 100);
        Assert.All(before, s => Assert.True(more[s.Key] == s.Value || more[s.Key] == "e"));
    }

    [Fact]
    public void One_busy_session_is_kept_from_piling_up_on_its_replica() => Seeds.Check(20, (_, random) =>
    {
        var bench = Bench(["a", "b", "c", "d"], Options with { ReplicaBoundSeconds = 60 });
        var sent = new Dictionary<string, int>();
        var passed = 0;
        for (var i = 0; i < 400; i++)
        {
            bench.Pass(0.05 * random.NextDouble());
            var request = bench.Request() with { Session = random.NextInt(4) > 0 ? "busy" : $"s{random.NextInt(50)}" };
            var effect = bench.Arrive(request)[0];
            sent[effect.Instance.Value] = sent.GetValueOrDefault(effect.Instance.Value) + 1;
            passed += effect.Reasons.Contains(ReasonCode.LoadGuard) ? 1 : 0;
            bench.End(request, AttemptOutcome.Succeeded);
        }

        Assert.True(sent.Values.Max() <= 1.55 * 400 / 4 && passed > 50, $"{string.Join(' ', sent)}, {passed} passed over");
    });

    [Fact]
    public void A_request_without_a_session_goes_to_the_least_outstanding_work()
    {
        var bench = Bench(["a", "b"]);
        bench.Arrive(bench.Request());
        Assert.Equal("b", bench.Arrive(bench.Request())[0].Instance.Value);
        Assert.True(bench.Effects[0].Reasons.Contains(ReasonCode.LeastOutstandingWork));
    }
}
