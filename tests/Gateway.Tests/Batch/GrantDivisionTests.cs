using System.Collections.Immutable;
using SageServe.Routing;

namespace SageServe.Gateway.Tests;

public sealed class GrantDivisionTests
{
    private static DeferredLaneState State(ImmutableArray<DeferredMember> members, params (string Group, string? Gateway)[] groups) => new()
    {
        Members = members,
        Groups = [.. groups.Select(g => new DeferredGroupState { Id = g.Group, Tenant = default, Deadline = Instant.Max, Gateway = g.Gateway, Waiting = 100 })],
    };

    private static ReleaseGrant Grant(string group, int count) => new(group, count, Urgent: false, ReasonCode.UtilizationBelowLow);

    [Fact]
    public void Items_spread_by_room_and_what_finds_none_stays()
    {
        var state = State([new("a", 1), new("b", 4), new("c", 0)], ("x", null), ("y", null));
        Assert.Equal([new("x", "a", 1), new("x", "b", 3), new("y", "b", 1)], GrantDivision.Divide([Grant("x", 4), Grant("y", 9)], state));
    }

    [Fact]
    public void Each_share_is_urgent_as_the_whole_is()
    {
        var state = State([new("a", 2), new("b", 2)], ("x", null), ("y", null));
        Assert.Equal(
            [new("x", "a", 1, Urgent: true), new("x", "b", 1, Urgent: true), new("y", "a", 1)],
            GrantDivision.Divide([Grant("x", 2) with { Urgent = true }, Grant("y", 1)], state));
    }

    [Fact]
    public void Held_calls_go_to_their_gateway_alone()
    {
        var state = State([new("a", 9), new("b", 2)], ("held", "b"), ("gone", "z"), ("any", null));
        Assert.Equal(
            [new("held", "b", 2), new("any", "a", 1)],
            GrantDivision.Divide([Grant("held", 5), Grant("gone", 1), Grant("any", 1)], state));
    }

    [Fact]
    public void No_gateway_gets_more_than_its_room_and_nothing_is_held_back_while_there_is_some() => Seeds.Check(200, (_, random) =>
    {
        ImmutableArray<DeferredMember> members = [.. Enumerable.Range(0, random.NextInt(4)).Select(n => new DeferredMember($"g{n}", random.NextInt(10)))];
        var groups = Enumerable.Range(0, 1 + random.NextInt(5)).Select(n => ($"x{n}", (string?)null)).ToArray();
        var grants = groups.Select(g => Grant(g.Item1, 1 + random.NextInt(9))).ToList();
        var divided = GrantDivision.Divide(grants, State(members, groups));
        Assert.All(members, m => Assert.InRange(divided.Where(d => d.Gateway == m.Gateway).Sum(d => d.Count), 0, m.Room));
        Assert.All(grants, g => Assert.InRange(divided.Where(d => d.Group == g.Group).Sum(d => d.Count), 0, g.Count));
        Assert.Equal(Math.Min(grants.Sum(g => g.Count), members.Sum(m => m.Room)), divided.Sum(d => d.Count));
    });
}
