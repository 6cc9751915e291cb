namespace SageServe.Routing.Tests;

public sealed class ValleyRuleTests
{
    private static readonly InteractiveSignal Slow = new(20, 2);
    private readonly PatientRelease _release = new(new ReleaseOptions { Rule = "valley" });
    private readonly List<ReleaseGrant> _grants = [];

    [Fact]
    public void As_many_go_as_are_missing_to_the_fill()
    {
        Assert.Equal(new ReleaseDecision(30, false, ReasonCode.ValleyFilled), Decide(new Lane().Add("b", 1000, leased: 10).Facts() with { Open = 100, Slots = 40 }));
        Assert.Equal(new ReleaseDecision(7, false, ReasonCode.ValleyFilled), Decide(new Lane().Add("b", 1000, leased: 10).Facts() with { Open = 7, Slots = 40 }));
        Assert.Equal(5, Decide(Lane.Of(1000).Facts() with { Open = 100, Slots = 40, Room = 5 }).Count);
        Assert.Equal(new ReleaseDecision(0, false, ReasonCode.NoRoom), Decide(new Lane().Add("b", 1000, leased: 40).Facts() with { Open = 100, Slots = 40 }));
    }

    [Fact]
    public void Where_nothing_is_known_of_slots_some_go_for_each_replica() =>
        Assert.Equal(48, Decide(Lane.Of(1000).Facts(ready: 3)).Count);

    [Theory]
    [InlineData(1.2, 0.1, 0.1)]
    [InlineData(0.1, 0.95, 0.1)]
    [InlineData(0.1, 0.1, 1.0)]
    public void It_is_cut_back_in_the_very_decision_that_sees_trouble(double ttftOverTarget, double kv, double pressure)
    {
        var facts = new Lane().Add("b", 1000, leased: 30).Facts() with { Open = 100, Slots = 40 };
        Assert.Equal(10, Decide(facts).Count);
        var trouble = facts with { Interactive = new InteractiveSignal(20, ttftOverTarget), KvUtilization = new Utilization(kv), Pressure = new Pressure(pressure) };
        Assert.Equal(new ReleaseDecision(0, false, ReasonCode.ReleaseCutBack), Decide(trouble with { Now = facts.Now + TimeSpan.FromMilliseconds(100) }));

        // One cut a second, however often it is asked; then it comes back by and by.
        Assert.Equal(0, Decide(trouble with { Now = facts.Now + TimeSpan.FromMilliseconds(200) }).Count);
        Assert.Equal(0, Decide(facts with { Now = facts.Now + TimeSpan.FromSeconds(5) }).Count);
        Assert.Equal(10, Decide(facts with { Now = facts.Now + TimeSpan.FromSeconds(12) }).Count);
    }

    [Fact]
    public void A_few_first_tokens_say_nothing() =>
        Assert.Equal(40, Decide(Lane.Of(1000).Facts() with { Open = 100, Slots = 40, Interactive = new InteractiveSignal(4, 9) }).Count);

    [Fact]
    public void A_little_always_goes_while_replicas_are_ready()
    {
        var full = Lane.Of(1000).Facts(kv: 1, pressure: 3) with { Open = 0, Slots = 200, Interactive = Slow };
        Assert.Equal(new ReleaseDecision(4, false, ReasonCode.ReleaseTrickle), Decide(full));
        Assert.Equal(0, Decide(full with { Groups = new Lane().Add("b", 1000, leased: 4).Groups }).Count);
        Assert.Equal(new ReleaseDecision(0, false, ReasonCode.NoReadyReplica), Decide(full with { ReadyReplicas = 0 }));
        Assert.Equal(0, Decide(full with { Room = 0 }).Count);
    }

    [Fact]
    public void Urgent_work_goes_whatever_interactive_work_does()
    {
        var lane = new Lane().Add("late", 3, dueInHours: 0.005).Add("old", 2, ageHours: 11).Add("other", 100, leased: 50);
        var decision = Decide(lane.Facts(kv: 1, pressure: 3) with { Open = 0, Slots = 40, Interactive = Slow });
        Assert.Equal(new ReleaseDecision(5, true, ReasonCode.DeadlinePromotion), decision);
        Assert.Equal(
            [new("late", 3, true, ReasonCode.DeadlinePromotion), new("old", 2, true, ReasonCode.DeadlinePromotion)],
            _grants.OrderBy(g => g.Group, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("valley")]
    [InlineData("aimd")]
    [InlineData("paper")]
    public void Without_a_ready_replica_nothing_goes_unless_another_region_has_one(string rule)
    {
        var release = new PatientRelease(new ReleaseOptions { Rule = rule });
        var facts = new Lane().Add("late", 3, dueInHours: 0.005).Add("old", 2, ageHours: 11, held: true).Facts(ready: 0);
        Assert.Equal(new ReleaseDecision(0, false, ReasonCode.NoReadyReplica), release.Decide(facts, _grants));
        Assert.Empty(_grants);
        Assert.True(release.Decide(facts with { ReadyElsewhere = true }, _grants) is { Urgent: true, Count: > 0 });
        Assert.True(release.Decide(facts with { ReadyReplicas = 1 }, _grants) is { Urgent: true, Count: > 0 });
    }

    [Fact]
    public void All_work_that_is_due_by_a_deadline_counts_not_only_the_group_itself()
    {
        // Each alone is done in time by one replica: 3,000 s of work in 5,000 s. Both by then are not.
        var one = new Lane().Add("a", 300, dueInHours: 5000 / 3600.0, leased: 40);
        Assert.False(Decide(one.Facts(ready: 1) with { Open = 0, Slots = 40 }).Urgent);
        var both = new Lane().Add("a", 300, dueInHours: 4900 / 3600.0, leased: 40).Add("b", 300, dueInHours: 5000 / 3600.0).Add("c", 1, dueInHours: 20);
        Assert.True(Decide(both.Facts(ready: 1) with { Open = 10, Slots = 40 }).Urgent);
        Assert.Equal("a", Assert.Single(_grants, g => g.Urgent).Group);
    }

    [Fact]
    public void Work_waits_for_a_deeper_valley_when_its_deadline_is_safe()
    {
        var facts = new Lane().Add("b", 100, leased: 4).Facts() with { Open = 100, Slots = 40 };
        var night = new ReleaseHeadroom(facts.Now, TimeSpan.FromHours(1), [1, 1, 3, 3]);
        Assert.Equal(new ReleaseDecision(0, false, ReasonCode.DeeperValleyAhead), Decide(facts with { Headroom = night }));
        Assert.Equal(ReasonCode.ReleaseTrickle, Decide(facts with { Headroom = night, Groups = Lane.Of(100).Groups }).Reason);

        // Not where it is as deep now, nor where the work would be late by it.
        Assert.Equal(36, Decide(facts with { Headroom = new ReleaseHeadroom(facts.Now, night.Bin, [2, 2, 3, 3]) }).Count);
        Assert.Equal(36, Decide(facts with { Headroom = night, Groups = new Lane().Add("b", 100, dueInHours: 2.1, leased: 4).Groups }).Count);
    }

    [Fact]
    public void What_the_forecast_leaves_decides_what_is_urgent()
    {
        var lane = new Lane().Add("b", 300, dueInHours: 3, leased: 40);
        var facts = lane.Facts(ready: 4) with { Open = 0, Slots = 40 };
        Assert.False(Decide(facts).Urgent);
        Assert.True(Decide(facts with { Headroom = new ReleaseHeadroom(facts.Now, TimeSpan.FromHours(1), [0.2]) }).Urgent);
    }

    [Fact]
    public void A_fleet_that_is_full_now_is_not_taken_to_be_full_for_a_day_of_which_nothing_is_known()
    {
        var full = new ReleaseHeadroom(Lane.Now, TimeSpan.FromHours(1), [.. new double[24]]);
        var present = full with { KnownBins = 1 };

        Assert.False(Due(24, present).Urgent);
        Assert.True(Due(24, full).Urgent);
        Assert.True(Due(0.9, present).Urgent);

        ReleaseDecision Due(double hours, ReleaseHeadroom headroom) =>
            Decide(new Lane().Add("b", 10, dueInHours: hours).Facts(ready: 4) with { Open = 0, Slots = 40, Headroom = headroom });
    }

    [Fact]
    public void Calls_that_are_held_go_before_batches_of_the_same_tenant()
    {
        Decide(new Lane().Add("a-batch", 100, dueInHours: 5).Add("flex", 3, dueInHours: 20, held: true).Facts() with { Open = 4, Slots = 40 });
        Assert.Equal([new("a-batch", 1, false, ReasonCode.ValleyFilled), new("flex", 3, false, ReasonCode.ValleyFilled)], _grants);
    }

    [Fact]
    public void A_tenant_with_many_batches_gets_no_more_than_one_with_a_single_one()
    {
        var lane = new Lane().Add("solo", 500, tenant: "small");
        for (var i = 0; i < 9; i++)
        {
            lane.Add($"b{i}", 500, dueInHours: 10, tenant: "large");
        }

        Decide(lane.Facts() with { Open = 20, Slots = 20 });
        Assert.Equal(10, _grants.Single(g => g.Group == "solo").Count);
    }

    [Fact]
    public void Age_comes_before_fairness_by_and_by()
    {
        var lane = new Lane().Add("fresh", 500, tenant: "a").Add("aged", 500, tenant: "b", ageHours: 9.9);
        Decide(new Lane().Add("aged", 500, tenant: "b").Facts() with { Open = 8, Slots = 1000 });
        Decide(lane.Facts() with { Open = 20, Slots = 1000 });
        var aged = _grants.Single(g => g.Group == "aged").Count;
        Assert.True(aged > 10, $"{aged} of 20 to the aged one");
    }

    private ReleaseDecision Decide(in ReleaseFacts facts) => _release.Decide(facts, _grants);
}
