namespace SageServe.Routing.Tests;

public sealed class PrefixAffinityTests
{
    private static readonly ModelFlowOptions Options = FlowBench.WorkBound with { InstancePolicy = "prefix-affinity" };

    private static FlowBench Bench(ModelFlowOptions? options = null, string replicas = "abcd")
    {
        var bench = new FlowBench(options ?? Options);
        foreach (var id in replicas)
        {
            bench.Replica(id.ToString());
        }

        bench.Publish();
        return bench;
    }

    /// <summary>Where it goes; it has ended when this returns.</summary>
    private static string Served(FlowBench bench, InferenceRequest request)
    {
        var effect = Assert.Single(bench.Arrive(request));
        Assert.Equal(FlowEffectKind.Forward, effect.Kind);
        bench.End(request, AttemptOutcome.Succeeded, 10);
        return effect.Instance.Value;
    }

    [Fact]
    public void A_conversation_goes_on_where_its_beginning_is_cached()
    {
        var bench = Bench();
        var first = Served(bench, bench.Request().Turn("x", 5));
        bench.Arrive(bench.Request().Turn("y", 5));
        Assert.NotEqual(first, bench.Effects[0].Instance.Value);
        var effect = Assert.Single(bench.Arrive(bench.Request().Turn("x", 8)));
        Assert.Equal(first, effect.Instance.Value);
        Assert.True(effect.Reasons.Contains(ReasonCode.PrefixAffinity));
    }

    [Fact]
    public void Only_what_is_not_cached_counts_as_work()
    {
        var bench = Bench(replicas: "a");
        Served(bench, bench.Request().Turn("x", 10));
        var next = bench.Request(output: 100).Turn("x", 12);
        bench.Arrive(next);
        Assert.Equal(2 * 0.064 + 0.1, bench.Flow.Read(bench.Now).Work[0].Seconds, 6);

        // The whole prompt is cached: its last token is computed all the same.
        Served(bench, next with { Id = new RequestId("again") });
        bench.Arrive(next with { Id = new RequestId("once more") });
        Assert.Equal(2 * 0.064 + 0.1 + 0.001 + 0.1, bench.Flow.Read(bench.Now).Work[0].Seconds, 6);
    }

    [Fact]
    public void The_longest_match_wins_but_not_against_more_outstanding_work_than_it_saves()
    {
        var bench = Bench(Options with { Affinity = new AffinityOptions { PrefixWeight = 1, SlackSeconds = 100 } }, "ab");
        var warm = Served(bench, bench.Request().Turn("x", 10));
        Assert.Equal(warm, bench.Arrive(bench.Request(output: 500).Turn("x", 10))[0].Instance.Value);

        // 0.5 s are ahead there; 0.64 s of prefill are saved.
        Assert.Equal(warm, bench.Arrive(bench.Request(output: 500).Turn("x", 10))[0].Instance.Value);
        Assert.NotEqual(warm, bench.Arrive(bench.Request(output: 500).Turn("x", 10))[0].Instance.Value);
    }

    [Fact]
    public void Sglang26263_the_whole_conversation_counts_and_not_only_its_first_message()
    {
        var bench = Bench();
        var one = bench.Request().Prompt("system", "one", "one-2", "one-3");
        var two = bench.Request().Prompt("system", "two", "two-2", "two-3");
        var first = bench.Arrive(one)[0].Instance.Value;
        var second = bench.Arrive(two)[0].Instance.Value;
        Assert.NotEqual(first, second);
        foreach (var request in new[] { one, two })
        {
            bench.End(request, AttemptOutcome.Succeeded);
        }

        Assert.Equal(first, Served(bench, bench.Request().Prompt("system", "one", "one-2", "one-3", "one-4")));
        Assert.Equal(second, Served(bench, bench.Request().Prompt("system", "two", "two-2", "two-3", "two-4")));
    }

    [Fact]
    public void Sglang32983_one_shared_beginning_does_not_send_everything_to_one_replica() => Seeds.Check(20, (_, random) =>
    {
        var bench = Bench(Options with { ReplicaBoundSeconds = 60 });
        var sent = new Dictionary<string, int>();
        var open = new Queue<InferenceRequest>();
        for (var i = 0; i < 600; i++)
        {
            bench.Pass(0.1 * random.NextDouble());
            var request = bench.Request(output: 50 + random.NextInt(100)).Turn("everybody", 20);
            var where = bench.Arrive(request)[0].Instance.Value;
            sent[where] = sent.GetValueOrDefault(where) + 1;
            open.Enqueue(request);
            if (open.Count > 1 + random.NextInt(12))
            {
                bench.End(open.Dequeue(), AttemptOutcome.Succeeded);
            }
        }

        Assert.True(sent.Values.Max() <= 1.5 * 600 / 4, string.Join(' ', sent));
    });

    [Fact]
    public void A_replica_without_room_is_passed_over_and_the_effect_says_why()
    {
        var bench = Bench(Options with { ReplicaBoundSeconds = 1 }, "ab");
        var warm = Served(bench, bench.Request().Turn("x", 10));
        var long1 = bench.Request(output: 800).Turn("x", 10);
        Assert.Equal(warm, bench.Arrive(long1)[0].Instance.Value);
        Assert.NotEqual(warm, bench.Arrive(bench.Request(output: 300).Turn("x", 10))[0].Instance.Value);
    }

    [Fact]
    public void What_a_replica_had_cached_is_forgotten_when_it_leaves()
    {
        var bench = Bench();
        var warm = Served(bench, bench.Request().Turn("x", 10));
        bench.Without(warm).Publish();
        bench.Replica(warm).Publish();
        Assert.False(bench.Arrive(bench.Request().Turn("x", 10))[0].Reasons.Contains(ReasonCode.PrefixAffinity));
    }

    [Fact]
    public void A_replica_that_was_lost_comes_back_cold()
    {
        var bench = Bench();
        var warm = Served(bench, bench.Request().Turn("x", 10));
        bench.Replica(warm, InstancePhase.Lost).Publish();
        bench.Replica(warm).Publish();
        Assert.False(bench.Arrive(bench.Request().Turn("x", 10))[0].Reasons.Contains(ReasonCode.PrefixAffinity));
    }

    [Fact]
    public void Sglang16734_the_index_holds_no_more_than_the_replica_could()
    {
        var bench = Bench(Options with { Affinity = new AffinityOptions { MaxPrefixBlocks = 8 } }, "a");
        Served(bench, bench.Request().Turn("x", 8));
        Served(bench, bench.Request().Turn("y", 8));
        bench.Arrive(bench.Request().Turn("x", 8));
        Assert.False(bench.Effects[0].Reasons.Contains(ReasonCode.PrefixAffinity));
    }

    [Fact]
    public void LlmdRouter1892_1946_gateways_that_know_nothing_of_each_other_send_one_conversation_to_one_replica()
    {
        var options = Options with { Gateways = 4, Affinity = new AffinityOptions { HeadTokens = 256 } };
        for (var conversation = 0; conversation < 20; conversation++)
        {
            var (one, two) = (Bench(options), Bench(options));
            Assert.Equal(Served(one, one.Request().Turn($"c{conversation}", 5)), Served(two, two.Request().Turn($"c{conversation}", 9)));
        }
    }
}
