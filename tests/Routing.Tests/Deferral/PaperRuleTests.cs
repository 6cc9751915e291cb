namespace SageServe.Routing.Tests;

public sealed class PaperRuleTests
{
    private readonly List<ReleaseGrant> _grants = [];

    [Theory]
    [InlineData(0.49, 6, ReasonCode.UtilizationBelowLow)]
    [InlineData(0.50, 3, ReasonCode.UtilizationBelowHigh)]
    [InlineData(0.59, 3, ReasonCode.UtilizationBelowHigh)]
    [InlineData(0.60, 0, ReasonCode.UtilizationAboveHigh)]
    [InlineData(1.00, 0, ReasonCode.UtilizationAboveHigh)]
    public void Release_follows_the_paper(double kv, int count, ReasonCode reason) =>
        Assert.Equal(new ReleaseDecision(count, false, reason), Decide(Lane.Of(1000).Facts(kv)));

    [Fact]
    public void Never_more_than_wait_than_there_is_room_for_or_than_one_input_may_offer()
    {
        Assert.Equal(4, Decide(Lane.Of(4).Facts()).Count);
        Assert.Equal(0, Decide(Lane.Of(0).Facts()).Count);
        Assert.Equal(2, Decide(Lane.Of(1000).Facts() with { Room = 2 }).Count);
        Assert.Equal(0, Decide(Lane.Of(1000).Facts() with { Room = -3 }).Count);
        Assert.Equal(FlowLimits.MaxOffered, Decide(Lane.Of(1000).Facts(), new ReleaseOptions { Rule = "paper", Grain = 1000 }).Count);
    }

    [Fact]
    public void Pressure_stops_all_but_late_items()
    {
        Assert.Equal(new ReleaseDecision(0, false, ReasonCode.NoRoom), Decide(Lane.Of(1000).Facts(pressure: 1)));
        var late = new Lane().Add("b", 1000, dueInHours: 29 / 3600.0).Facts(kv: 0.9, pressure: 3);
        Assert.Equal(new ReleaseDecision(3, true, ReasonCode.DeadlinePromotion), Decide(late));
        Assert.True(Assert.Single(_grants).Urgent);
        Assert.False(Decide(new Lane().Add("b", 1000, dueInHours: 31 / 3600.0).Facts(kv: 0.9, pressure: 3)).Urgent);
    }

    [Fact]
    public void Items_older_than_ten_hours_are_promoted()
    {
        var old = new Lane().Add("b", 1000, ageHours: 10.1);
        Assert.True(Decide(old.Facts(kv: 0.9)).Urgent);
        Assert.Equal(1, Decide(old.Facts(ready: 0) with { ReadyElsewhere = true }).Count);
    }

    [Fact]
    public void Without_a_ready_replica_nothing_goes() =>
        Assert.Equal(ReasonCode.NoReadyReplica, Decide(Lane.Of(1000).Facts(ready: 0)).Reason);

    [Fact]
    public void The_group_that_is_due_first_goes_first()
    {
        var lane = new Lane().Add("a", 10, dueInHours: 20).Add("b", 4, dueInHours: 5).Add("c", 10, dueInHours: 10).Add("d", 0, dueInHours: 1);
        Assert.Equal(6, Decide(lane.Facts()).Count);
        Assert.Equal([new("b", 4, false, ReasonCode.UtilizationBelowLow), new("c", 2, false, ReasonCode.UtilizationBelowLow)], _grants);
    }

    [Fact]
    public void A_rule_that_is_not_known_is_refused_and_the_known_ones_named()
    {
        var error = Assert.Throws<ArgumentException>(() => new PatientRelease(new ReleaseOptions { Rule = "guess" }));
        Assert.Contains("'guess' is not known; use valley, aimd, paper", error.Message, StringComparison.Ordinal);
    }

    private ReleaseDecision Decide(in ReleaseFacts facts, ReleaseOptions? options = null) =>
        new PatientRelease(options ?? new ReleaseOptions { Rule = "paper" }).Decide(facts, _grants);
}
