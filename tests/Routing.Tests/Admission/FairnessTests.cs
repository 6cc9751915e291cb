namespace SageServe.Routing.Tests;

/// <summary>Tenants that wait for the same replica, which serves one request at a time; service is counted in tokens as <see cref="ModelFlowOptions"/> weighs them.</summary>
public sealed class FairnessTests
{
    private static readonly ModelFlowOptions OneAtATime = FlowBench.WorkBound with { MetricsFreshFor = TimeSpan.FromHours(1), ReplicaBoundSeconds = 0.001, FairPromptWeight = 1, FairOutputWeight = 2 };

    /// <summary>
    /// VTC's bound: two tenants that both always have something waiting differ by no more than two of the largest requests, whatever
    /// their sizes, how many each has waiting, and how wrong the expected output is.
    /// </summary>
    [Theory]
    [InlineData("fcfs")]
    [InlineData("edf")]
    [InlineData("pf")]
    [InlineData("dpa")]
    [InlineData("on-time")]
    public void Backlogged_tenants_are_served_alike(string order) => Seeds.Check(20, (_, random) =>
    {
        var bench = new FlowBench(OneAtATime with { HoldOrder = order });
        bench.Replica("a").Publish();
        var (size, outputs) = (new[] { 50 + random.NextInt(1000), 50 + random.NextInt(1000) }, new[] { 1 + random.NextInt(300), 1 + random.NextInt(300) });
        var served = new long[2];
        var most = 0L;
        var running = bench.Request(tenant: "other");
        bench.Arrive(running);
        for (var i = 0; i < 300; i++)
        {
            // The first tenant sends ten times as many requests.
            var tenant = random.NextInt(11) == 0 ? 1 : 0;
            bench.Arrive(bench.Request(1 + random.NextInt(size[tenant]), 1 + random.NextInt(outputs[tenant]), ServiceTier.InteractiveNormal, 60, tenant: $"t{tenant}"));
        }

        for (var i = 0; i < 40; i++)
        {
            bench.Arrive(bench.Request(1 + random.NextInt(size[1]), 1 + random.NextInt(outputs[1]), ServiceTier.InteractiveNormal, 60, tenant: "t1"));
        }

        var output = running.ExpectedOutputTokens;
        for (var turn = 0; turn < 40; turn++)
        {
            running = bench.End(running, AttemptOutcome.Succeeded, output).Single(e => e.Kind == FlowEffectKind.Forward).Request!;
            var tenant = running.Tenant.Value[1] - '0';
            output = random.NextInt(2 * running.ExpectedOutputTokens);
            var cost = running.PromptTokens + 2 * Math.Max(output, running.ExpectedOutputTokens);
            most = Math.Max(most, cost);
            served[tenant] += running.PromptTokens + 2 * output;
            Assert.True(Math.Abs(served[0] - served[1]) <= 2 * most, $"turn {turn}: {served[0]} and {served[1]}, largest {most}");
        }

        Assert.All(served, s => Assert.True(s > 0));
    });

    /// <summary>Against the rule that looks at no tenant: the same turns, effect for effect.</summary>
    [Theory]
    [InlineData("fcfs")]
    [InlineData("edf")]
    [InlineData("pf")]
    [InlineData("dpa")]
    [InlineData("on-time")]
    public void With_one_tenant_it_is_as_if_there_were_no_counters(string order) => Seeds.Check(20, (_, random) =>
    {
        FlowBench[] benches = [.. new[] { "vtc", "none" }.Select(f => new FlowBench(OneAtATime with { HoldOrder = order, Fairness = f, ReplicaBoundSeconds = 2 }))];
        List<RequestId>[] sent = [[], []];
        var ended = 0;
        foreach (var bench in benches)
        {
            bench.Replica("a").Publish();
        }

        for (var step = 0; step < 200; step++)
        {
            var (pass, prompt, output, tier, due) = (random.NextDouble(), 1 + random.NextInt(900), 1 + random.NextInt(300), ServiceTiers.All[random.NextInt(3)], 20 * random.NextDouble());
            RequestId? ends = ended < sent[0].Count && random.NextInt(2) == 0 ? sent[0][ended++] : null;
            for (var b = 0; b < 2; b++)
            {
                benches[b].Pass(pass);
                var effects = ends is { } id
                    ? benches[b].Tell(new FlowInput { Kind = FlowInputKind.AttemptEnded, Now = benches[b].Now, Sequence = 0, Draw = 0, RequestId = id, Outcome = AttemptOutcome.Succeeded, OutputTokens = output })
                    : benches[b].Arrive(benches[b].Request(prompt, output, tier, due));
                sent[b].AddRange(effects.Where(e => e.Kind == FlowEffectKind.Forward).Select(e => e.Request!.Id));
            }

            Assert.Equal(sent[0], sent[1]);
        }

        Assert.True(sent[0].Count > 50);
    });

    [Fact]
    public void Idle_time_earns_nothing()
    {
        var bench = new FlowBench(OneAtATime with { HoldOrder = "fcfs" });
        bench.Replica("a").Publish();
        var running = bench.Request(500, 500, tenant: "busy");
        bench.Arrive(running);
        for (var i = 0; i < 20; i++)
        {
            bench.Arrive(bench.Request(500, 500, tenant: "busy"));
        }

        for (var i = 0; i < 10; i++)
        {
            running = Next(bench, running);
        }

        // The newcomer is lifted to where the busy one is: they take turns, ten served before count for nothing.
        for (var i = 0; i < 6; i++)
        {
            bench.Arrive(bench.Request(500, 500, tenant: "late"));
        }

        var turns = new List<string>();
        for (var i = 0; i < 8; i++)
        {
            running = Next(bench, running);
            turns.Add(running.Tenant.Value);
        }

        Assert.Equal(4, turns.Count(t => t == "late"));
    }

    [Fact]
    public void What_was_not_served_is_not_counted()
    {
        var shares = new TenantShares(FairnessRule.Vtc, 1, 2);
        var entry = new FlowEntry();
        entry.Begin(new FlowBench().Request(100, 50, tenant: "a"), 0, deferred: false);
        shares.Charge(entry);
        Assert.Equal(200, entry.Account!.Served);
        shares.Settle(entry, served: false, outputTokens: 0);
        Assert.Equal(0, entry.Account.Served);
        shares.Charge(entry);
        shares.Settle(entry, served: true, outputTokens: 7);
        shares.Settle(entry, served: true, outputTokens: 7);
        Assert.Equal(114, entry.Account.Served);
    }

    [Fact]
    public void Accounts_of_tenants_that_are_gone_are_forgotten()
    {
        var shares = new TenantShares(FairnessRule.Vtc, 1, 2);
        var bench = new FlowBench();
        for (var i = 0; i < 20_000; i++)
        {
            var entry = new FlowEntry();
            entry.Begin(bench.Request(100, 50, tenant: $"t{i}"), i, deferred: false);
            shares.Charge(entry);
            shares.Settle(entry, served: true, outputTokens: 50);
            TenantShares.Close(entry);
        }

        Assert.InRange(shares.Count, 1, 1024);
    }

    private static InferenceRequest Next(FlowBench bench, InferenceRequest running) =>
        bench.End(running, AttemptOutcome.Succeeded, running.ExpectedOutputTokens).Single(e => e.Kind == FlowEffectKind.Forward).Request!;
}
