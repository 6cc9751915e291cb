using System.Collections.Immutable;
using System.Text.Json;

namespace SageServe.Planning.Tests;

public sealed class GroupPlanTests
{
    private static readonly ServingCatalog Catalog = GroupWorld.Catalog(maxUnits: 6, max: 6);

    [Fact]
    public void A_unit_is_paid_for_whoever_is_awake_and_a_member_pays_its_waking()
    {
        var options = new PlanningOptions { PlanInterval = TimeSpan.FromHours(1) };
        var problem = Problem(options, [new GroupFacts(GroupWorld.Name, 3, 1)]);
        var group = Assert.Single(problem.Groups);
        var usd = Catalog.Accelerator(TestWorld.Gpu).UsdPerReplicaHour;

        Assert.Equal((3, 0, 6), (group.Current, group.Min, group.Max));
        Assert.Equal(usd, group.RunUsd, 9);
        Assert.Equal(usd * Catalog.LoadTime(Catalog.Groups[0]).TotalHours, group.StartUsd, 9);
        foreach (var member in problem.Pools.Where(p => p.Id.Region == GroupWorld.East))
        {
            Assert.Equal((GroupWorld.Name, 0.0), (member.Group, member.RunUsd));
            Assert.Equal(usd * 10 / 3600, member.StartUsd, 9);
        }

        // Limits count units and not who is awake: two pools elsewhere, a group here.
        var scopes = new AllocationIndex(problem).Scopes;
        Assert.Equal(problem.Limits.Length, scopes.OfLimit.Length);
        var here = problem.Limits.Select((l, i) => (l, i)).Single(l => l.l.Region == GroupWorld.East).i;
        Assert.Equal([problem.Pools.Length], scopes.OfLimit[here]);
    }

    [Fact]
    public void Wakes_as_measured_price_the_members()
    {
        var options = new PlanningOptions { ReadySamples = 3 };
        var ready = new ReadyTimes();
        ready.Observe([new GroupFacts(GroupWorld.Name, 3, 1) { Woke = [.. Enumerable.Repeat(new WakeTime(GroupWorld.Large, ScaleActionKind.Wake, 20), 3)] }]);
        var leads = new LeadTimes(Catalog, options, ready);

        Assert.Equal(TimeSpan.FromSeconds(20), leads.Wake(GroupWorld.Large, ScaleActionKind.Wake));
        Assert.Equal(TimeSpan.FromSeconds(10), leads.Wake(GroupWorld.Small, ScaleActionKind.Wake));
        Assert.Equal(TimeSpan.FromSeconds(15), leads.Wake(GroupWorld.Large, ScaleActionKind.SwapModel));

        // A unit may have to be loaded, unless there are always as many.
        Assert.Equal(Catalog.LoadTime(Catalog.Groups[0]), leads.Of(GroupWorld.Large));
        Assert.Equal(TimeSpan.FromSeconds(15), new LeadTimes(GroupWorld.Catalog(minUnits: 6, maxUnits: 6, max: 6), options, new ReadyTimes()).Of(GroupWorld.Large));
    }

    [Theory]

    // The catalog says 605 s: two cold starts and a sleep between them. Times of both members are one sample; beyond four times a figure is a mistake.
    [InlineData(2, 2, 900, false, 605)]
    [InlineData(2, 3, 900, false, 900)]
    [InlineData(5, 0, 60, false, 605 / 4.0)]
    [InlineData(5, 0, 9000, false, 605 * 4)]
    [InlineData(5, 5, 900, true, 605)]
    public void Loads_of_units_as_measured_take_the_place_of_the_catalogs_figure(int large, int small, double seconds, bool paperExact, double expected)
    {
        var options = new PlanningOptions { ReadySamples = 5, PaperExact = paperExact };
        var leads = new LeadTimes(Catalog, options, Loaded(large, small, seconds));
        var group = Catalog.Groups[0];

        Assert.Equal(605, Catalog.LoadTime(group).TotalSeconds);
        Assert.Equal(expected, leads.Load(group).TotalSeconds, 6);
        Assert.Equal(expected, leads.Of(GroupWorld.Small).TotalSeconds, 6);
        Assert.Equal(expected == 605 ? null : leads.Load(group), leads.Measured(GroupWorld.Large));
        Assert.Equal(leads.Load(group).TotalHours * Catalog.Accelerator(TestWorld.Gpu).UsdPerReplicaHour, Assert.Single(Problem(options, [new GroupFacts(GroupWorld.Name, 3, 1)], leads).Groups).StartUsd, 9);
    }

    [Theory]
    [InlineData(1, 1, false, 605)]
    [InlineData(2, 1, false, 10)]
    [InlineData(3, 2, false, 605)]
    [InlineData(4, 2, false, 10)]
    [InlineData(4, 0, false, 10)]
    [InlineData(4, 1, true, 605)]
    public void The_lead_is_that_of_a_wake_while_each_member_could_take_as_many_units_that_sleep(int asleep, int count, bool paperExact, double expected)
    {
        var ready = new ReadyTimes();
        ready.Observe([new GroupFacts(GroupWorld.Name, 6, asleep)]);
        var leads = new LeadTimes(Catalog, new PlanningOptions { PaperExact = paperExact }, ready);

        Assert.Equal(expected, leads.Of(GroupWorld.Large, count).TotalSeconds);
        Assert.Equal(605, leads.Longest(GroupWorld.Large).TotalSeconds);
        Assert.Equal(605, leads.Longest(TestWorld.Large, GroupWorld.East).TotalSeconds);

        // What was told at an earlier tick says nothing of this one.
        ready.Observe([]);
        Assert.Equal(605, leads.Of(GroupWorld.Large).TotalSeconds);
    }

    [Theory]

    // The profile's cold start is 300 s; a unit takes 605 s to load, an exchange 15 s. A tick and a bin come on top.
    [InlineData(0, PlanningStrategies.Clairvoyant, 605.0)]
    [InlineData(6, PlanningStrategies.Clairvoyant, 300.0)]
    [InlineData(0, PlanningStrategies.LtUa, null)]
    public void The_clairvoyant_bound_looks_as_far_ahead_as_a_group_takes(int minUnits, string strategy, double? expected)
    {
        var options = new PlanningOptions { Strategy = strategy };
        var more = options.PaceInterval + options.DemandBin;
        var catalog = GroupWorld.Catalog(minUnits, maxUnits: 6, max: 6);

        Assert.Equal(expected is { } e ? more + TimeSpan.FromSeconds(e) : TimeSpan.Zero, PlanningTimes.LeadOf(catalog, options, TestWorld.Large));

        // Without the pool elsewhere, which always takes a cold start, only the group counts.
        var alone = new ServingCatalog(catalog.Document with { Pools = [.. catalog.Document.Pools.Where(p => p.Id.Region == GroupWorld.East)] });
        Assert.Equal(expected is null ? TimeSpan.Zero : more + TimeSpan.FromSeconds(minUnits == 6 ? 15 : 605), PlanningTimes.LeadOf(alone, options, TestWorld.Large));
    }

    [Fact]
    public void Gateways_are_told_that_what_wakes_is_there_in_seconds()
    {
        var plan = Tick([new GroupFacts(GroupWorld.Name, 6, 6)]).Plan!;

        Assert.Equal([TestWorld.Start + TimeSpan.FromSeconds(10)], plan.Warming.Where(w => w.Deployment.Region == GroupWorld.East).Select(w => w.ReadyAt).Distinct());
        Assert.All(plan.Warming.Where(w => w.Deployment.Region != GroupWorld.East), w => Assert.Equal(TestWorld.Start + TimeSpan.FromSeconds(300), w.ReadyAt));
    }

    [Fact]
    public void What_wakes_and_loads_took_is_kept_over_a_restart()
    {
        var ready = Loaded(2, 1, 900);
        Assert.True(ready.TakeChanged());
        var kept = JsonSerializer.Deserialize<ForecastState>(JsonSerializer.Serialize(new ForecastState([]) { Woke = ready.Wakes.Keep() }))!.Woke;
        var next = new ReadyTimes();
        next.Restore(kept);
        next.Restore([new PoolWakeTimes(GroupWorld.Large, ScaleActionKind.Start, [1]), new PoolWakeTimes(GroupWorld.Large, ScaleActionKind.Wake, [-1, double.NaN, 1e9, 7])]);

        Assert.Equal((2, 1, 1), (next.Wakes.Count(GroupWorld.Large, ScaleActionKind.Start), next.Wakes.Count(GroupWorld.Small, ScaleActionKind.Start), next.Wakes.Count(GroupWorld.Large, ScaleActionKind.Wake)));
        Assert.Equal(TimeSpan.FromSeconds(900), new LeadTimes(Catalog, new PlanningOptions { ReadySamples = 3 }, next).Load(Catalog.Groups[0]));

        // The core keeps and takes them with the plans.
        var effects = Tick([new GroupFacts(GroupWorld.Name, 2, 2) { Woke = [new WakeTime(GroupWorld.Large, ScaleActionKind.Wake, 8)] }], new ForecastState([]) { Woke = kept });
        Assert.Equal([(ScaleActionKind.Start, 2), (ScaleActionKind.Wake, 1), (ScaleActionKind.Start, 1)], effects.Forecasts!.Woke.Select(w => (w.Kind, w.Seconds.Length)));
    }

    [Fact]
    public void Members_of_a_group_that_nobody_reported_are_not_touched_and_others_are()
    {
        var effects = Tick(groups: null);

        Assert.DoesNotContain(effects.Actions, a => a.Pool.Region == GroupWorld.East);
        Assert.Contains(effects.Actions, a => a.Pool.Region != GroupWorld.East);
        Assert.Contains(effects.Diagnostics.Steps, s => s.Reason == "not-reported" && s.Subject == GroupWorld.Large.ToString());
    }

    [Fact]
    public void The_plan_tells_units_and_who_shares_them()
    {
        var effects = Tick([new GroupFacts(GroupWorld.Name, 2, 2)]);

        var told = Assert.Single(effects.Plan!.Groups);
        Assert.Equal((GroupWorld.Name, 2), (told.Group, told.Current));
        Assert.Equal([GroupWorld.Large, GroupWorld.Small], told.Members);
        Assert.True(told.Target >= effects.Plan.Targets.Where(t => told.Members.Contains(t.Pool)).Sum(t => t.Target));
        Assert.Contains(effects.Actions, a => a is { Kind: ScaleActionKind.Wake, Group: GroupWorld.Name });
    }

    [Fact]
    public void The_ledger_opens_receipts_of_units_and_of_who_wakes()
    {
        var core = new PlanningCore(GroupWorld.Catalog(min: 1, maxUnits: 6, max: 6), new PlanningOptions());
        var input = new TickInput { Now = TestWorld.Start, Demand = [], Pools = TestWorld.AllPools(Catalog, 0), Groups = [new GroupFacts(GroupWorld.Name, 1, 1)] };
        core.OnTick(core.FirstTick(TestWorld.Start), input);
        var here = core.KeepReceipts().Decided.Select(d => d.Receipt).Where(r => r.Pool.Region == GroupWorld.East).ToArray();

        Assert.Equal([(ScaleActionKind.Wake, null, 0, 0), (ScaleActionKind.Start, GroupWorld.Name, 1, 8)], here.Select(r => (r.Kind, r.Group, r.Before, r.Gpus)));
    }

    private static ReadyTimes Loaded(int large, int small, double seconds)
    {
        var ready = new ReadyTimes();
        ready.Observe([new GroupFacts(GroupWorld.Name, 3, 1)
        {
            Woke =
            [
                .. Enumerable.Repeat(new WakeTime(GroupWorld.Large, ScaleActionKind.Start, seconds), large),
                .. Enumerable.Repeat(new WakeTime(GroupWorld.Small, ScaleActionKind.Start, seconds), small),
            ],
        }]);
        return ready;
    }

    private static PlanningEffects Tick(ImmutableArray<GroupFacts>? groups, ForecastState? kept = null)
    {
        var core = new PlanningCore(GroupWorld.Catalog(min: 1, maxUnits: 6, max: 6), new PlanningOptions());
        var tick = core.FirstTick(TestWorld.Start);
        return core.OnTick(tick, new TickInput { Now = TestWorld.Start, Demand = [], Pools = TestWorld.AllPools(Catalog, 0), Groups = groups, Forecasts = kept });
    }

    private static AllocationProblem Problem(PlanningOptions options, ImmutableArray<GroupFacts> groups, LeadTimes? leads = null)
    {
        var history = new DemandHistory(TimeSpan.FromMinutes(1), TimeSpan.FromHours(2));
        var forecast = new DemandForecaster(Catalog, options, new ForecastMemory(), TestWorld.Leads(Catalog, options)).Forecast(history, null, new BacklogMemory(), TestWorld.Start, new StepList());
        return new AllocationProblemBuilder(Catalog, options, leads ?? TestWorld.Leads(Catalog, options))
            .Build(TestWorld.AllPools(Catalog, 1), new GroupRound(TestWorld.Start, groups, null), forecast, history, new StepList());
    }
}
