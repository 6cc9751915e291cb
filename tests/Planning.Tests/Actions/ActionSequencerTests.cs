namespace SageServe.Planning.Tests;

public sealed class ActionSequencerTests
{
    private static readonly PoolId Large = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);
    private static readonly PoolId Small = TestWorld.Pool(TestWorld.Small, TestWorld.Regions[0]);

    [Fact]
    public void Stops_come_first_and_a_draining_replica_still_holds_its_place()
    {
        var steps = new StepList();
        var sequencer = new ActionSequencer(TestWorld.Catalog(regionReplicas: 5));
        PoolMove[] moves = [Move(TestWorld.Facts(Large, 2), 4), Move(TestWorld.Facts(Small, 2, draining: 0), 1)];

        var actions = sequencer.Sequence(moves, steps);

        // Four of five places are held, and what is stopped now frees its place only when it has drained.
        Assert.Equal([(ScaleActionKind.Stop, Small, 1), (ScaleActionKind.Start, Large, 1)], actions.Select(a => (a.Kind, a.Pool, a.Count)));
        Assert.Contains(steps.ToImmutable(), s => s.Reason == "region-full");
    }

    [Fact]
    public void A_full_region_starts_nothing()
    {
        var actions = new ActionSequencer(TestWorld.Catalog(regionReplicas: 4)).Sequence(
            [Move(TestWorld.Facts(Large, 2), 4), Move(TestWorld.Facts(Small, 1, draining: 1), 1)], new StepList());

        Assert.Empty(actions);
    }

    [Fact]
    public void A_pool_below_its_minimum_is_served_before_others()
    {
        var actions = new ActionSequencer(TestWorld.Catalog(regionReplicas: 3)).Sequence(
            [Move(TestWorld.Facts(Large, 2), 3), Move(TestWorld.Facts(Small, 0), 1, "below-minimum")], new StepList());

        Assert.Equal(Small, Assert.Single(actions).Pool);
    }

    private static PoolMove Move(PoolFacts facts, int to, string reason = "load-high") => new(facts, new PaceProposal(to, reason, "Because."));
}
