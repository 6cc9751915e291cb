namespace SageServe.Planning.Tests;

public sealed class PacingMemoryTests
{
    private static readonly PoolId Pool = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);
    private readonly PacingMemory _memory = new();

    [Fact]
    public void A_lead_that_goes_to_and_fro_forgets_nothing_and_a_third_one_the_oldest()
    {
        var (near, far) = (Outlook(1), Outlook(10));

        Assert.NotSame(near, far);
        Assert.Same(near, Outlook(1));
        Assert.Same(far, Outlook(10));
        Assert.Same(near, Outlook(1));
        Outlook(20);
        Assert.Same(near, Outlook(1));
        Assert.NotSame(far, Outlook(10));
    }

    private DemandOutlook Outlook(int lead) => _memory.Outlook(Pool, TierSet.All, new OutlookTerms(0.9, 5, lead, 30, 100));
}
