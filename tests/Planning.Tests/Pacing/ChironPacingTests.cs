namespace SageServe.Planning.Tests;

public sealed class ChironPacingTests
{
    private static readonly ServingCatalog Catalog = TestWorld.Dedicated(TestWorld.Catalog());
    private static readonly PoolSpec[] Pools = [.. Catalog.Pools.Where(p => p.Id.Deployment == Catalog.Pools[0].Id.Deployment)];

    [Theory]

    // 6 of 10 interactive and mixed replicas are not above 0.6: in by one. 7 of 10 are: out by one, the mixed pool only while it is in use.
    [InlineData(4, 2, 0.5, "busy-low", -1, -1)]
    [InlineData(5, 2, 0.5, "busy-high", 1, 0)]
    [InlineData(5, 2, 0.71, "busy-high", 1, 1)]
    public void The_busy_share_of_interactive_and_mixed_replicas_decides(int busy, int mixedBusy, double kv, string reason, int interactive, int mixed)
    {
        var facts = Facts(busy, mixedBusy, waiting: 0, outputTokens: 0, kv);
        var proposal = Propose(facts, "interactive");
        Assert.Equal((6 + interactive, reason), (proposal.Replicas, proposal.Reason));
        Assert.Equal(4 + mixed, Propose(facts, "mixed").Replicas);
    }

    [Fact]
    public void A_dead_band_may_be_set()
    {
        var facts = Facts(3, 2, 0, 0, 0.5);
        Assert.Equal("busy-low", Propose(facts, "interactive").Reason);
        Assert.Equal("busy-within", Propose(facts, "interactive", new ChironOptions { InBelow = 0.4 }).Reason);
    }

    [Theory]

    // 8,640 waiting at 10 s each are 24 h; 17.28 M tokens at 100/s on 2 replicas are another 24 h.
    [InlineData(8641, 0, 3, "wait-long")]
    [InlineData(8640, 0, 2, "wait-within")]
    [InlineData(1, 17_281_000, 3, "wait-long")]
    [InlineData(1, 17_270_000, 2, "wait-within")]
    [InlineData(0, 1e9, 3, "wait-long")]
    [InlineData(0, 0, 1, "nothing-waits")]
    public void The_batch_pools_estimated_wait_is_held_against_the_completion_window(int waiting, double outputTokens, int expected, string reason)
    {
        var proposal = Propose(Facts(0, 0, waiting, outputTokens, 0.5), "batch");
        Assert.Equal((expected, reason), (proposal.Replicas, proposal.Reason));
    }

    [Fact]
    public void Without_telling_what_runs_nothing_moves()
    {
        PoolFacts[] facts = [.. Facts(9, 9, 9, 9, 0.9).Select(f => f with { Work = null })];
        Assert.All(Pools, p => Assert.Equal("work-unknown", Propose(facts, p.Id.Revision).Reason));
    }

    private static PoolFacts[] Facts(int busy, int mixedBusy, int waiting, double outputTokens, double kv) =>
    [.. Pools.Select(p => p.Id.Revision switch
        {
            "interactive" => TestWorld.Facts(p.Id, 6, kv) with { Work = new PoolWork(busy, 0, 0, 0) },
            "mixed" => TestWorld.Facts(p.Id, 3, starting: 1) with { Work = new PoolWork(mixedBusy, 0, 0, 0) },
            _ => TestWorld.Facts(p.Id, 2) with { Work = new PoolWork(0, waiting, 0, outputTokens) },
        })];

    private static PaceProposal Propose(PoolFacts[] facts, string revision, ChironOptions? options = null)
    {
        var policy = PacingPolicies.Create(Catalog, new PlanningOptions { Strategy = "chiron", Chiron = options ?? new() }, new PacingMemory());
        var index = Array.FindIndex(Pools, p => p.Id.Revision == revision);
        return policy.Propose(TestWorld.PaceFacts(facts[index]) with { Spec = Pools[index], Siblings = [.. Pools.Zip(facts)] });
    }
}
