namespace SageServe.Planning.Tests;

public sealed class SwapPairsTests
{
    private static readonly RegionId Home = TestWorld.Regions[0];
    private static readonly PoolId Large = TestWorld.Pool(TestWorld.Large, Home);
    private static readonly PoolId Small = TestWorld.Pool(TestWorld.Small, Home);
    private readonly StepList _steps = new();

    [Fact]
    public void What_a_full_region_refuses_takes_over_what_another_pool_gives_up()
    {
        var actions = Sequencer(regionReplicas: 6).Sequence([Move(TestWorld.Facts(Large, 2), 5), Move(TestWorld.Facts(Small, 3), 1, "load-low")], _steps);

        // One place is free; two more are handed over, and nothing is left to stop.
        Assert.Equal(
            [(ScaleActionKind.SwapModel, Large, 2, Small), (ScaleActionKind.Start, Large, 1, null)],
            actions.Select(a => (a.Kind, a.Pool, a.Count, a.From)));
        Assert.Equal("load-high", actions[0].Reason);
        Assert.Contains($"in the place of {Small}", actions[0].Detail, StringComparison.Ordinal);
        var told = _steps.ToImmutable().Where(s => s.Stage == "action").Select(s => (s.Subject, s.Before, s.After, s.Reason));
        Assert.Equal([(Small.ToString(), 3, 1, "load-low"), (Large.ToString(), 2, 4, "load-high"), (Large.ToString(), 2, 3, "load-high")], told);
    }

    [Fact]
    public void What_nobody_takes_over_stops_and_what_nobody_gives_waits()
    {
        Assert.Equal(
            [(ScaleActionKind.SwapModel, Large, 1), (ScaleActionKind.Stop, Small, 1)],
            Told(Sequencer(regionReplicas: 5).Sequence([Move(TestWorld.Facts(Large, 2), 3), Move(TestWorld.Facts(Small, 3), 1)], _steps)));
        Assert.Equal(
            [(ScaleActionKind.SwapModel, Large, 1)],
            Told(Sequencer(regionReplicas: 5).Sequence([Move(TestWorld.Facts(Large, 2), 5), Move(TestWorld.Facts(Small, 3), 2)], _steps)));
        Assert.Equal(
            [(ScaleActionKind.Stop, Small, 2), (ScaleActionKind.Start, Large, 1)],
            Told(Sequencer(regionReplicas: 6).Sequence([Move(TestWorld.Facts(Large, 2), 3), Move(TestWorld.Facts(Small, 3), 1)], _steps)));
    }

    [Fact]
    public void Another_region_and_another_way_of_payment_hand_nothing_over()
    {
        var catalog = TestWorld.Catalog(regionReplicas: 5);
        var spot = new PoolId(Small.Deployment, Small.Accelerator, CapacityType.Spot);
        var elsewhere = TestWorld.Pool(TestWorld.Small, TestWorld.Regions[1]);

        foreach (var other in new[] { spot, elsewhere })
        {
            var actions = Sequencer(catalog).Sequence([Move(TestWorld.Facts(Large, 5), 6), Move(TestWorld.Facts(other, 3), 1)], _steps);
            Assert.Equal([(ScaleActionKind.Stop, other, 2)], Told(actions));
        }
    }

    [Fact]
    public void A_pool_below_its_minimum_takes_over_before_others()
    {
        var batch = Large with { Revision = "batch" };
        var actions = Sequencer(regionReplicas: 5).Sequence(
            [Move(TestWorld.Facts(Large, 2), 4), Move(TestWorld.Facts(Small, 3), 2), Move(TestWorld.Facts(batch, 0), 1, PoolGuardrails.BelowMinimum)], _steps);

        Assert.Equal([(ScaleActionKind.SwapModel, batch, 1)], Told(actions));
    }

    [Fact]
    public void Whoever_gives_up_most_gives_first()
    {
        var batch = Small with { Revision = "batch" };
        var actions = Sequencer(regionReplicas: 8).Sequence(
            [Move(TestWorld.Facts(Large, 2), 5), Move(TestWorld.Facts(Small, 2), 1), Move(TestWorld.Facts(batch, 4), 2)], _steps);

        Assert.Equal([(batch, 2), (Small, 1)], actions.Select(a => (a.From!.Value, a.Count)));
    }

    [Fact]
    public void It_needs_no_more_of_the_budget_but_a_fleet_beyond_its_budget_only_shrinks()
    {
        var gpus = TestWorld.Catalog().Accelerator(Large.Accelerator).Gpus;
        PoolMove[] moves = [Move(TestWorld.Facts(Large, 2), 3), Move(TestWorld.Facts(Small, 3), 2)];

        Assert.Equal([(ScaleActionKind.SwapModel, Large, 1)], Told(Sequencer(budget: 5 * gpus).Sequence(moves, _steps)));
        Assert.Equal([(ScaleActionKind.Stop, Small, 1)], Told(Sequencer(budget: 5 * gpus - 1).Sequence(moves, _steps)));
    }

    [Fact]
    public void Who_waits_for_anothers_gpus_holds_none_yet()
    {
        // Two serve and one waits, two serve and one drains for it: five places of six, and no more than that of the budget.
        var gpus = TestWorld.Catalog().Accelerator(Large.Accelerator).Gpus;
        var waits = TestWorld.Facts(Large, 2, starting: 1) with { Swapping = 1 };
        PoolMove[] moves = [Move(waits, 5), Move(TestWorld.Facts(Small, 2, draining: 1), 2)];

        Assert.Equal([(ScaleActionKind.Start, Large, 1)], Told(Sequencer(regionReplicas: 6).Sequence(moves, _steps)));
        Assert.Equal([(ScaleActionKind.Start, Large, 1)], Told(Sequencer(regionReplicas: 16, budget: 6 * gpus).Sequence(moves, _steps)));
    }

    [Fact]
    public void The_paper_and_baselines_and_those_who_turn_it_off_stop_first_and_start_later()
    {
        PlanningOptions[] without = [new() { Swaps = false }, new() { PaperExact = true }, new() { Strategy = PlanningStrategies.ReactiveTuned }];
        foreach (var options in without.Select(OptionsInForce.Of))
        {
            var catalog = TestWorld.Catalog(regionReplicas: 5);
            var actions = new ActionSequencer(catalog, options, TestWorld.Leads(catalog, options)).Sequence([Move(TestWorld.Facts(Large, 2), 3), Move(TestWorld.Facts(Small, 3), 2)], _steps);
            Assert.Equal([(ScaleActionKind.Stop, Small, 1)], Told(actions));
        }
    }

    [Theory]
    [InlineData(PauseLevels.None, 5, 0, 2)]
    [InlineData(PauseLevels.None, 5, 4, 0)]
    [InlineData(PauseLevels.None, 5000, 0, 0)]
    [InlineData(PauseLevels.Stops, 5, 0, 0)]
    public void It_stops_no_more_than_the_guards_let_through(string pause, double ageSeconds, int draining, int expected)
    {
        // The small model idles, but only half of what serves may drain at once.
        var catalog = TestWorld.Catalog(regionReplicas: 6);
        var options = new PlanningOptions { Strategy = PlanningStrategies.LtUa, Guards = new GuardrailOptions { Pause = pause, DrainShare = 0.5 } };
        var core = new PlanningCore(catalog, options);
        var tick = core.FirstTick(TestWorld.Start);
        var swapped = 0;
        DemandBin[] demand = [.. Bins(TestWorld.Large, 3000), .. Bins(TestWorld.Small, 50)];
        for (var i = 0; i < 3; i++)
        {
            PoolFacts[] facts = [TestWorld.Facts(Large, 2, kv: 0.99, pressure: 1), TestWorld.Facts(Small, 4, kv: 0.01, draining: draining, ageSeconds: ageSeconds)];
            var effects = core.OnTick(tick, new TickInput { Now = tick.At, Demand = [.. demand], Pools = [.. facts, .. TestWorld.AllPools(catalog, 2).Where(p => p.Pool.Region != Home)] });
            Assert.DoesNotContain(effects.Actions, a => a.Pool.Region == Home && a.Kind != ScaleActionKind.SwapModel && a.Pool == Large);
            swapped = Math.Max(swapped, effects.Actions.Where(a => a.From == Small).Sum(a => a.Count));
            tick = effects.NextTick;
        }

        Assert.Equal(expected, swapped);
    }

    private static IEnumerable<DemandBin> Bins(ModelId model, double rate) => TestWorld.Bins(TestWorld.Series(model, Home), TestWorld.Start - TimeSpan.FromHours(6), TestWorld.Start, _ => rate);

    private static IEnumerable<(ScaleActionKind Kind, PoolId Pool, int Count)> Told(IEnumerable<ScaleAction> actions) => actions.Select(a => (a.Kind, a.Pool, a.Count));

    private static ActionSequencer Sequencer(int regionReplicas = 5, int? budget = null) => Sequencer(TestWorld.Catalog(regionReplicas: regionReplicas), budget);

    private static ActionSequencer Sequencer(ServingCatalog catalog, int? budget = null)
    {
        var options = new PlanningOptions { Guards = new GuardrailOptions { BudgetGpus = budget } };
        return new ActionSequencer(catalog, options, TestWorld.Leads(catalog, options));
    }

    private static PoolMove Move(PoolFacts facts, int to, string reason = "load-high") => new(facts, new PaceProposal(to, reason, "Because."));
}
