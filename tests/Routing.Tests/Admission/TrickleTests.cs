namespace SageServe.Routing.Tests;

public sealed class TrickleTests
{
    private static readonly ModelFlowOptions OneAtATime = FlowBench.WorkBound with { MetricsFreshFor = TimeSpan.FromHours(1), ReplicaBoundSeconds = 0.001 };

    /// <summary>Under strict bands the low priority starves for as long as the high one keeps coming (gateway-api-inference-extension, issue 1861).</summary>
    [Theory]
    [InlineData("pf")]
    [InlineData("dpa")]
    [InlineData("on-time")]
    public void Gie1861_low_priority_does_not_starve_while_high_priority_keeps_coming(string order)
    {
        var served = TiersServed(order, share: 0.05, turns: 200);
        Assert.InRange(served.Count(t => t == ServiceTier.InteractiveNormal), 9, 10);
        Assert.DoesNotContain(ServiceTier.InteractiveNormal, TiersServed(order, share: 0, turns: 200));
    }

    [Fact]
    public void Orders_by_arrival_or_deadline_need_no_trickle()
    {
        Assert.Equal(["normal", "fast", "fast"], Turns("fcfs", 3));
        Assert.Equal(["fast", "fast", "fast"], Turns("pf", 3));
    }

    /// <summary>Whatever the mix: under a strict order each waits for at most so many turns as those before it and the share make.</summary>
    [Theory]
    [InlineData("pf")]
    [InlineData("dpa")]
    [InlineData("on-time")]
    public void Nobody_waits_for_ever(string order) => Seeds.Check(10, (_, random) =>
    {
        const double Share = 0.1;
        var bench = new FlowBench(OneAtATime with { HoldOrder = order, TrickleShare = Share, MaxHeld = 1000 }, Patient);
        bench.Replica("a").Publish();
        var running = bench.Request(10, 10);
        bench.Arrive(running);
        for (var i = 0; i < 5; i++)
        {
            bench.Arrive(bench.Request(10, 10, ServiceTiers.All[1 + random.NextInt(2)], 1 + random.NextInt(100), tenant: $"t{random.NextInt(3)}"));
        }

        var low = bench.Flow.Read(bench.Now).Held[1] + bench.Flow.Read(bench.Now).Held[2];
        var turns = (1 + 1 / Share) * low;
        for (var turn = 0; turn < turns; turn++)
        {
            bench.Pass(0.1);
            bench.Arrive(bench.Request(10, 10, ServiceTier.InteractiveFast, 1));
            running = bench.End(running, AttemptOutcome.Succeeded, 10).Single(e => e.Kind == FlowEffectKind.Forward).Request!;
            low -= running.Tier == ServiceTier.InteractiveFast ? 0 : 1;
        }

        Assert.Equal(0, low);
    });

    private static ServingCatalog Patient { get; } = new(TestCatalog.Value.Document with
    {
        ServiceLevels = [.. TestCatalog.Value.Document.ServiceLevels.Select(l => l with { HoldLimit = TimeSpan.FromHours(1) })],
    });

    private static List<ServiceTier> TiersServed(string order, double share, int turns)
    {
        var bench = new FlowBench(OneAtATime with { HoldOrder = order, TrickleShare = share, UrgentWithin = TimeSpan.FromSeconds(2) }, Patient);
        bench.Replica("a").Publish();
        var running = bench.Request(10, 10);
        bench.Arrive(running);
        for (var i = 0; i < 50; i++)
        {
            bench.Arrive(bench.Request(10, 10, ServiceTier.InteractiveNormal, 3600));
        }

        var served = new List<ServiceTier>();
        for (var turn = 0; turn < turns; turn++)
        {
            bench.Arrive(bench.Request(10, 10));
            running = bench.End(running, AttemptOutcome.Succeeded, 10).Single(e => e.Kind == FlowEffectKind.Forward).Request!;
            served.Add(running.Tier);
        }

        return served;
    }

    private static IEnumerable<string> Turns(string order, int count)
    {
        var bench = new FlowBench(OneAtATime with { HoldOrder = order, TrickleShare = 0 }, Patient);
        bench.Replica("a").Publish();
        var running = bench.Request(10, 10);
        bench.Arrive(running);
        bench.Arrive(bench.Request(10, 10, ServiceTier.InteractiveNormal, 3600));
        bench.Pass(0.1);
        for (var i = 0; i < count; i++)
        {
            bench.Arrive(bench.Request(10, 10));
        }

        for (var i = 0; i < count; i++)
        {
            running = bench.End(running, AttemptOutcome.Succeeded, 10).Single(e => e.Kind == FlowEffectKind.Forward).Request!;
            yield return running.Tier == ServiceTier.InteractiveFast ? "fast" : "normal";
        }
    }
}
