namespace SageServe.Routing.Tests;

public sealed class HoldLimitTests
{
    [Fact]
    public void A_tier_holds_so_many_requests_and_the_other_tiers_go_on()
    {
        var bench = Full(l => l with { MaxHeld = 3 });
        Assert.All(Enumerable.Range(0, 3), _ => Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request())[0].Kind));
        Refused(bench, bench.Request(), 503, ReasonCode.TierQueueFull);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request(tier: ServiceTier.InteractiveNormal))[0].Kind);
    }

    [Fact]
    public void A_tier_holds_so_many_prompt_tokens_but_always_one_request()
    {
        var bench = Full(l => l with { MaxHeldPromptTokens = 1000 });
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request(prompt: 1500))[0].Kind);
        Refused(bench, bench.Request(prompt: 1), 503, ReasonCode.TierTokensFull);
    }

    [Fact]
    public void A_tenant_fills_no_more_than_its_share_and_is_told_that_it_is_its_own()
    {
        var bench = Full(l => l with { MaxHeld = 4, MaxHeldPromptTokens = 1000, TenantHeldShare = 0.5 });
        bench.Arrive(bench.Request(prompt: 200, tenant: "a"));
        Refused(bench, bench.Request(prompt: 400, tenant: "a"), 429, ReasonCode.TenantShareFull);
        bench.Arrive(bench.Request(prompt: 200, tenant: "a"));
        Refused(bench, bench.Request(prompt: 1, tenant: "a"), 429, ReasonCode.TenantShareFull);
        Assert.Equal(FlowEffectKind.Hold, bench.Arrive(bench.Request(prompt: 900 - 400, tenant: "b"))[0].Kind);
    }

    [Fact]
    public void The_status_of_a_full_house_is_the_operators_choice()
    {
        var bench = new FlowBench(FlowBench.WorkBound with { MaxHeld = 0, CapacityStatus = 429 });
        bench.Replica("a").Publish();
        bench.Fill();
        Refused(bench, bench.Request(500, 500), 429, ReasonCode.QueueFull);
    }

    private static void Refused(FlowBench bench, InferenceRequest request, int status, ReasonCode reason)
    {
        var effect = Assert.Single(bench.Arrive(request));
        Assert.Equal((FlowEffectKind.Reject, status, RequestOutcome.CapacityRefused), (effect.Kind, effect.Status, effect.Outcome));
        Assert.True(effect.Reasons.Contains(reason), effect.Reasons.ToString());
        Assert.True(effect.RetryAfter >= TimeSpan.FromSeconds(1));
    }

    /// <summary>One replica without room, and a catalog with the levels changed.</summary>
    private static FlowBench Full(Func<ServiceLevel, ServiceLevel> change)
    {
        var catalog = new ServingCatalog(TestCatalog.Value.Document with { ServiceLevels = [.. TestCatalog.Value.Document.ServiceLevels.Select(change)] });
        var bench = new FlowBench(FlowBench.WorkBound with { ReplicaBoundSeconds = 0.001 }, catalog);
        bench.Replica("a").Publish();
        bench.Arrive(bench.Request(500, 500, tenant: "first"));
        return bench;
    }
}
