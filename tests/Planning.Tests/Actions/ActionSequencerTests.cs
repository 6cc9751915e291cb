namespace SageServe.Planning.Tests;

public sealed class ActionSequencerTests
{
    private static readonly PoolId Large = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);
    private static readonly PoolId Small = TestWorld.Pool(TestWorld.Small, TestWorld.Regions[0]);

    [Fact]
    public void Stops_come_first_and_a_draining_replica_still_holds_its_place()
    {
        var steps = new StepList();
        var catalog = TestWorld.Catalog(regionReplicas: 5);
        var options = new PlanningOptions { Swaps = false };
        var sequencer = new ActionSequencer(catalog, options, TestWorld.Leads(catalog, options));
        PoolMove[] moves = [Move(TestWorld.Facts(Large, 2), 4), Move(TestWorld.Facts(Small, 2, draining: 0), 1)];

        var actions = sequencer.Sequence(moves, steps);

        // Four of five places are held, and what is stopped now frees its place only when it has drained.
        Assert.Equal([(ScaleActionKind.Stop, Small, 1), (ScaleActionKind.Start, Large, 1)], actions.Select(a => (a.Kind, a.Pool, a.Count)));
        Assert.Contains(steps.ToImmutable(), s => s.Reason == "region-full");
    }

    [Fact]
    public void A_full_region_starts_nothing()
    {
        var actions = Sequencer(TestWorld.Catalog(regionReplicas: 4)).Sequence(
            [Move(TestWorld.Facts(Large, 2), 4), Move(TestWorld.Facts(Small, 1, draining: 1), 1)], new StepList());

        Assert.Empty(actions);
    }

    [Fact]
    public void A_pool_below_its_minimum_is_served_before_others()
    {
        var actions = Sequencer(TestWorld.Catalog(regionReplicas: 3)).Sequence(
            [Move(TestWorld.Facts(Large, 2), 3), Move(TestWorld.Facts(Small, 0), 1, "below-minimum")], new StepList());

        Assert.Equal(Small, Assert.Single(actions).Pool);
    }

    [Fact]
    public void A_budget_in_gpus_cuts_starts_and_says_what_is_held()
    {
        var steps = new StepList();
        var perReplica = TestWorld.Catalog().Accelerator(Large.Accelerator).Gpus;

        // Two serve and one drains: of five replicas' worth, two are left.
        var actions = Sequencer(TestWorld.Catalog(), new GuardrailOptions { BudgetGpus = 5 * perReplica })
            .Sequence([Move(TestWorld.Facts(Large, 2, draining: 1), 6)], steps);

        Assert.Equal(2, Assert.Single(actions).Count);
        var step = Assert.Single(steps.ToImmutable(), s => s.Reason == "budget");
        Assert.Equal((4, 2), (step.Before, step.After));
        Assert.Contains($"{3 * perReplica} GPUs", step.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_budget_in_money_is_for_all_pools_together_and_never_keeps_a_pool_below_its_minimum()
    {
        var catalog = TestWorld.Catalog();
        var usd = FleetBudget.UsdPerHour(catalog, Large) * 2 + FleetBudget.UsdPerHour(catalog, Small);
        var sequencer = Sequencer(catalog, new GuardrailOptions { BudgetUsdPerHour = usd });

        Assert.Empty(sequencer.Sequence([Move(TestWorld.Facts(Large, 2), 4), Move(TestWorld.Facts(Small, 1), 1)], new StepList()));
        Assert.Equal(
            [(Small, 1)],
            sequencer.Sequence([Move(TestWorld.Facts(Large, 3), 4), Move(TestWorld.Facts(Small, 0), 1, "below-minimum")], new StepList()).Select(a => (a.Pool, a.Count)));
    }

    [Fact]
    public void Spot_replicas_count_at_the_spot_price_where_it_is_known()
    {
        var catalog = TestWorld.Catalog();
        var spot = new PoolId(Large.Deployment, Large.Accelerator, CapacityType.Spot);
        var accelerator = catalog.Accelerator(Large.Accelerator);
        var known = new ServingCatalog(catalog.Document with
        {
            Accelerators = [.. catalog.Document.Accelerators.Select(a => a with { SpotUsdPerGpuHour = a.UsdPerGpuHour / 4 })],
        });

        Assert.Equal(accelerator.UsdPerReplicaHour, FleetBudget.UsdPerHour(catalog, spot), 9);
        Assert.Equal(accelerator.UsdPerReplicaHour / 4, FleetBudget.UsdPerHour(known, spot), 9);
        Assert.Equal(accelerator.UsdPerReplicaHour, FleetBudget.UsdPerHour(known, Large), 9);
    }

    private static ActionSequencer Sequencer(ServingCatalog catalog, GuardrailOptions? options = null) => new(catalog, new PlanningOptions { Guards = options ?? new GuardrailOptions() }, TestWorld.Leads(catalog, new PlanningOptions()));

    private static PoolMove Move(PoolFacts facts, int to, string reason = "load-high") => new(facts, new PaceProposal(to, reason, "Because."));
}
