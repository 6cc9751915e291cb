namespace SageServe.Planning.Tests;

public sealed class MixBookTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly RegionId Long = TestWorld.Regions[0];
    private static readonly RegionId Short = TestWorld.Regions[1];
    private static readonly RegionId Quiet = TestWorld.Regions[2];

    [Fact]
    public void A_region_is_planned_with_the_mix_that_enters_there_once_it_has_seen_enough()
    {
        var mixes = new MixBook(History(), new PlanningOptions());

        Assert.Equal(new TokenMix(2, 100, true), Planned(mixes, Long));
        Assert.Equal(new TokenMix(0.1, 1000, true), Planned(mixes, Short));

        // All regions together, by tokens: 6,000 prompt tokens a minute with 12,000, 60,000 with 6,000, 60 with none.
        Assert.Equal(18_000 / 66_060.0, Planned(mixes, Quiet).OutputPerPrompt, 9);
        Assert.Equal(18_000 / 66_060.0, Planned(new MixBook(History(), new PlanningOptions { PaperExact = true }), Long, TierSet.Interactive).OutputPerPrompt, 9);
    }

    [Fact]
    public void Patient_work_changes_the_mix_of_its_own_pools_only()
    {
        var mixes = new MixBook(History(), new PlanningOptions());

        Assert.Equal(5, Planned(mixes, Long, TierSet.Patient).OutputPerPrompt);
        Assert.Equal(2, Planned(mixes, Long, TierSet.All).OutputPerPrompt);
    }

    [Fact]
    public void Prefill_and_decode_seconds_of_a_pool_follow_the_mix_of_its_region()
    {
        var catalog = TestWorld.Catalog();
        var history = History();
        var rated = new RatedThroughput(catalog, new PlanningOptions(), new MixMemory());

        // 0.8 ms a prompt token and 40 ms a step of 32 sequences: a prompt token that brings two costs 0.8 + 2 x 1.25 ms.
        Assert.Equal(1 / 0.0033, rated.Of(catalog.FindPool(TestWorld.Pool(TestWorld.Large, Long))!, history, TestWorld.Start).PromptTokensPerSecond, 6);
        Assert.Equal(1 / 0.000925, rated.Of(catalog.FindPool(TestWorld.Pool(TestWorld.Large, Short))!, history, TestWorld.Start).PromptTokensPerSecond, 6);
    }

    private static TokenMix Planned(MixBook mixes, RegionId region, TierSet? tiers = null) => mixes.Planned(new DeploymentId(TestWorld.Large, region), tiers ?? TierSet.All);

    /// <summary>Ten minutes: 600 chatty requests in one region, as many terse ones in another, six in the third, and patient ones in the first.</summary>
    private static DemandHistory History()
    {
        var history = new DemandHistory(Minute, TimeSpan.FromDays(2));
        history.Absorb([.. Enumerable.Range(0, 10).SelectMany(i => (DemandBin[])[
            Bin(Long, ServiceTier.InteractiveFast, i, 100, 200, 1), Bin(Short, ServiceTier.InteractiveNormal, i, 1000, 100, 1),
            Bin(Quiet, ServiceTier.InteractiveFast, i, 1, 0, 0.01), Bin(Long, ServiceTier.NonInteractive, i, 1000, 5000, 1)])]);
        return history;
    }

    private static DemandBin Bin(RegionId region, ServiceTier tier, int minute, double prompt, double output, double requests) =>
        new(TestWorld.Series(TestWorld.Large, region, tier), TestWorld.Start - Minute * (10 - minute), Minute, prompt, output, requests);
}
