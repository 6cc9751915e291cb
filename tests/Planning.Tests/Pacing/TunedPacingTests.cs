namespace SageServe.Planning.Tests;

public sealed class TunedPacingTests
{
    private static readonly PoolId Pool = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    [Theory]

    // The documentation's own example: 200m against 100m doubles, 50m halves.
    [InlineData(0.60, 0.30, 4, 0, 8)]
    [InlineData(0.15, 0.30, 4, 0, 2)]

    // Within 10 % nothing moves.
    [InlineData(0.66, 0.60, 10, 0, 10)]
    [InlineData(0.67, 0.60, 10, 0, 12)]
    [InlineData(0.54, 0.60, 10, 0, 10)]
    [InlineData(0.53, 0.60, 10, 0, 9)]

    // Growing, those not ready count as idle: 4 at twice the target with 2 on their way are 6 at 4/3.
    [InlineData(0.60, 0.30, 4, 2, 8)]
    [InlineData(0.60, 0.30, 4, 4, 8)]

    // That turns 1.2 times the target into less than it: nothing moves.
    [InlineData(0.36, 0.30, 4, 2, 6)]

    // Shrinking, those not ready are left out.
    [InlineData(0.15, 0.30, 4, 2, 2)]
    public void The_wish_is_Kubernetes_own(double load, double target, int ready, int starting, int wish) =>
        Assert.Equal(wish, new TunedPacing(new TunedOptions { TargetLoad = target }, new PacingMemory()).Wish(load, ready, starting));

    [Fact]
    public void It_shrinks_to_the_largest_wish_of_five_minutes()
    {
        var policy = new TunedPacing(new TunedOptions(), new PacingMemory());
        var (current, now) = (10, TestWorld.Start);
        Propose(policy, now, 10, 0.6);
        for (var i = 1; i * Beat < TimeSpan.FromMinutes(5); i++)
        {
            Assert.Equal(10, Propose(policy, now + Beat * i, current, i == 3 ? 0.45 : 0.06).Replicas);
        }

        // The first wish (10) has left the window, the one of 8 at 45 s has not; after it only ones are left.
        Assert.Equal(8, Propose(policy, now + TimeSpan.FromMinutes(5), current, 0.06).Replicas);
        current = 8;
        Assert.Equal(8, Propose(policy, now + TimeSpan.FromMinutes(5) + Beat, current, 0.06).Replicas);
        Assert.Equal((1, "ratio-low"), Propose(policy, now + TimeSpan.FromMinutes(5) + Beat * 3, current, 0.06) is var p ? (p.Replicas, p.Reason) : default);
    }

    [Fact]
    public void It_grows_by_four_or_to_the_double_whichever_is_more_within_a_period()
    {
        Assert.Equal(6, Propose(new TunedPacing(new TunedOptions { TargetLoad = 0.1 }, new PacingMemory()), TestWorld.Start, 2, 1).Replicas);
        Assert.Equal(20, Propose(new TunedPacing(new TunedOptions { TargetLoad = 0.1 }, new PacingMemory()), TestWorld.Start, 10, 1).Replicas);
        Assert.Equal(14, Propose(new TunedPacing(new TunedOptions { TargetLoad = 0.1, SelectMax = false }, new PacingMemory()), TestWorld.Start, 10, 1).Replicas);

        // What was granted in the running period counts: of 10 to 20 allowed, 20 are there, so nothing more until it is over.
        var slow = new TunedPacing(new TunedOptions { TargetLoad = 0.1, Period = Beat * 2 }, new PacingMemory());
        Assert.Equal(20, Propose(slow, TestWorld.Start, 10, 1).Replicas);
        Assert.Equal(20, Propose(slow, TestWorld.Start + Beat, 20, 1).Replicas);
        Assert.Equal(40, Propose(slow, TestWorld.Start + Beat * 2, 20, 1).Replicas);
    }

    [Fact]
    public void The_up_window_takes_the_smallest_wish_and_an_unknown_load_moves_nothing()
    {
        var policy = new TunedPacing(new TunedOptions { UpWindow = Beat * 2 }, new PacingMemory());
        Assert.Equal(4, Propose(policy, TestWorld.Start, 4, 0.6).Replicas);
        Assert.Equal(4, Propose(policy, TestWorld.Start + Beat, 4, 1).Replicas);
        Assert.Equal(7, Propose(policy, TestWorld.Start + Beat * 2, 4, 1).Replicas);
        Assert.Equal("load-unknown", policy.Propose(TestWorld.PaceFacts(TestWorld.Facts(Pool, 4), load: null)).Reason);
    }

    private static PaceProposal Propose(TunedPacing policy, Instant now, int current, double load) =>
        policy.Propose(TestWorld.PaceFacts(TestWorld.Facts(Pool, current), load) with { Now = now });
}
