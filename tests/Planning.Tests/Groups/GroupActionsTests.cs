using System.Collections.Immutable;

namespace SageServe.Planning.Tests;

public sealed class GroupActionsTests
{
    private static readonly PoolId Large = GroupWorld.Large;
    private static readonly PoolId Small = GroupWorld.Small;

    [Fact]
    public void One_more_awake_is_a_wake_where_a_unit_sleeps()
    {
        var actions = Sequence(GroupWorld.Catalog(), units: 4, asleep: 2, GroupWorld.Move(Large, 1, 2), GroupWorld.Move(Small, 1, 1));

        Assert.Equal([(ScaleActionKind.Wake, Large, 1)], Told(actions));
        Assert.Equal(GroupWorld.Name, actions[0].Group);
    }

    [Fact]
    public void It_is_an_exchange_where_the_other_gives_way_and_a_new_unit_only_then()
    {
        var actions = Sequence(GroupWorld.Catalog(), units: 4, asleep: 0, GroupWorld.Move(Large, 1, 4), GroupWorld.Move(Small, 3, 1));

        Assert.Equal([(ScaleActionKind.SwapModel, Large, 2), (ScaleActionKind.Start, Large, 1)], Told(actions));
        Assert.Equal(Small, actions[0].From);
    }

    [Fact]
    public void A_unit_that_still_drains_to_sleep_is_waked_rather_than_one_more_started()
    {
        var actions = Sequence(GroupWorld.Catalog(), units: 3, asleep: 0, GroupWorld.Move(Large, 1, 2), GroupWorld.Move(Small, 1, 1, draining: 1));

        Assert.Equal([(ScaleActionKind.Wake, Large, 1)], Told(actions));
    }

    [Fact]
    public void Who_is_below_its_minimum_comes_first_and_a_full_group_says_so()
    {
        var steps = new StepList();
        var actions = Sequence(
            GroupWorld.Catalog(maxUnits: 3, max: 3), units: 3, asleep: 1, steps, GroupWorld.Move(Large, 1, 3), GroupWorld.Move(Small, 1, 2, reason: PoolGuardrails.BelowMinimum));

        Assert.Equal([(ScaleActionKind.Wake, Small, 1)], Told(actions));
        Assert.Contains(steps.ToImmutable(), s => s.Reason == "group-full" && s.Subject == Large.ToString());
    }

    [Fact]
    public void Sleeps_stand_before_exchanges_before_wakes_before_starts()
    {
        var actions = Sequence(GroupWorld.Catalog(), units: 6, asleep: 0, GroupWorld.Move(Large, 2, 0), GroupWorld.Move(Small, 4, 5));

        Assert.Equal([(ScaleActionKind.Sleep, Large, 1), (ScaleActionKind.SwapModel, Small, 1)], Told(actions));
    }

    [Fact]
    public void A_unit_is_released_only_when_it_slept_as_long_as_loading_it_takes()
    {
        var catalog = GroupWorld.Catalog(minUnits: 1);
        var load = catalog.LoadTime(catalog.Group(GroupWorld.Name));
        var sequencer = Sequencer(catalog);
        var steps = new StepList();
        PoolMove[] moves = [GroupWorld.Move(Large, 1, 1), GroupWorld.Move(Small, 0, 0)];

        Assert.Empty(sequencer.Sequence(moves, Round(TestWorld.Start, 4, 3), steps));
        Assert.Contains(steps.ToImmutable(), s => s.Reason == "spare-young");

        // One of the three woke for a moment: two slept all the time.
        Assert.Empty(sequencer.Sequence(moves, Round(TestWorld.Start + load / 2, 4, 2), new StepList()));
        var released = Assert.Single(sequencer.Sequence(moves, Round(TestWorld.Start + load, 4, 3), new StepList()));
        Assert.Equal((ScaleActionKind.Stop, 2, true), (released.Kind, released.Count, released.IsOfUnits));
    }

    [Theory]
    [InlineData("frozen")]
    [InlineData("paused")]
    public void Nothing_is_released_while_facts_are_old_or_an_operator_says_so(string why)
    {
        var options = new PlanningOptions { Guards = new GuardrailOptions { Pause = why == "paused" ? PauseLevels.Stops : PauseLevels.None } };
        var sequencer = new ActionSequencer(GroupWorld.Catalog(), options, TestWorld.Leads(GroupWorld.Catalog(), options));
        for (var hour = 0; hour < 3; hour++)
        {
            var round = Round(TestWorld.Start + TimeSpan.FromHours(hour), 4, 4) with { FrozenBecause = why == "frozen" ? "Nobody tells." : null };
            Assert.Empty(sequencer.Sequence([GroupWorld.Move(Large, 0, 0), GroupWorld.Move(Small, 0, 0)], round, new StepList()));
        }
    }

    [Fact]
    public void Units_below_the_minimum_are_started_and_count_once_in_region_and_budget()
    {
        // Three units stand and one more fits: engines that sleep there take no GPUs of their own.
        var actions = Sequence(GroupWorld.Catalog(minUnits: 5, regionReplicas: 4), units: 3, asleep: 2, GroupWorld.Move(Large, 1, 1), GroupWorld.Move(Small, 0, 0));

        var start = Assert.Single(actions);
        Assert.Equal((ScaleActionKind.Start, 1, PoolGuardrails.BelowMinimum), (start.Kind, start.Count, start.Reason));
    }

    [Fact]
    public void Whatever_is_wished_units_are_enough_for_who_is_awake_and_bounds_hold() => Seeds.Check(300, (_, random) =>
    {
        var catalog = GroupWorld.Catalog(minUnits: random.NextInt(4), maxUnits: 4 + random.NextInt(4), max: 4);
        var spec = catalog.Group(GroupWorld.Name);
        var units = random.NextInt(spec.MaxUnits + 1);
        var large = random.NextInt(Math.Min(4, units) + 1);
        var small = random.NextInt(Math.Min(4, units - large) + 1);
        var asleep = random.NextInt(units - large - small + 1);
        var (toLarge, toSmall) = (random.NextInt(5), random.NextInt(5));
        var actions = Sequence(catalog, units, asleep, GroupWorld.Move(Large, large, toLarge), GroupWorld.Move(Small, small, toSmall, draining: units - large - small - asleep));
        var started = actions.Where(a => a.Kind == ScaleActionKind.Start).Sum(a => a.Count);
        var stopped = actions.Where(a => a.IsOfUnits).Sum(a => a.Count);
        int After(PoolId pool, int now) => now + actions.Where(a => a.Pool == pool && a.Kind.Grows()).Sum(a => a.Count)
            - actions.Where(a => (a.Kind == ScaleActionKind.Sleep && a.Pool == pool) || a.From == pool).Sum(a => a.Count);

        Assert.True(units + started <= spec.MaxUnits, "more units than may be");
        Assert.True(After(Large, large) + After(Small, small) <= units + started - stopped, "more awake than units");
        Assert.True(stopped <= asleep && (stopped == 0 || units - stopped >= spec.MinUnits), "stopped what is needed");
        Assert.True(After(Large, large) >= Math.Min(large, toLarge) && After(Small, small) >= Math.Min(small, toSmall), "shrank too far");
    });

    private static ActionSequencer Sequencer(ServingCatalog catalog) => new(catalog, new PlanningOptions(), TestWorld.Leads(catalog, new PlanningOptions()));

    private static GroupRound Round(Instant now, int units, int asleep) => new(now, [new GroupFacts(GroupWorld.Name, units, asleep)], null);

    private static ImmutableArray<ScaleAction> Sequence(ServingCatalog catalog, int units, int asleep, params PoolMove[] moves) => Sequence(catalog, units, asleep, new StepList(), moves);

    private static ImmutableArray<ScaleAction> Sequence(ServingCatalog catalog, int units, int asleep, StepList steps, params PoolMove[] moves) =>
        Sequencer(catalog).Sequence(moves, Round(TestWorld.Start, units, asleep), steps);

    private static IEnumerable<(ScaleActionKind, PoolId, int)> Told(IEnumerable<ScaleAction> actions) => actions.Select(a => (a.Kind, a.Pool, a.Count));
}
