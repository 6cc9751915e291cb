namespace SageServe.Gateway.Tests;

public sealed class ScrapeDivisionTests
{
    private static readonly InstanceId[] Engines = [.. Enumerable.Range(0, 2000).Select(i => new InstanceId($"east-model-a-{i}"))];

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(9)]
    public void Each_gateway_reads_about_as_many_engines_as_the_others(int gateways)
    {
        var live = Names(gateways);
        var shares = Engines.CountBy(e => ScrapeDivision.Owner(e, live)).Select(s => s.Value).ToArray();

        Assert.Equal(gateways, shares.Length);
        Assert.All(shares, s => Assert.InRange(s, 0.75 * Engines.Length / gateways, 1.25 * Engines.Length / gateways));
    }

    [Fact]
    public void A_gateway_that_goes_moves_no_engine_but_its_own()
    {
        var before = Names(5);
        var after = before.Where(g => g != before[2]).ToArray();

        Assert.All(Engines, e =>
        {
            var owner = ScrapeDivision.Owner(e, before);
            Assert.True(owner == before[2] || owner == ScrapeDivision.Owner(e, after));
        });
    }

    [Fact]
    public void The_order_of_the_gateways_does_not_matter()
    {
        var live = Names(4);
        string[] reversed = [.. live.Reverse()];

        Assert.All(Engines, e => Assert.Equal(ScrapeDivision.Owner(e, live), ScrapeDivision.Owner(e, reversed)));
    }

    [Fact]
    public void Others_engines_are_read_only_when_their_readings_grow_old_and_then_rarely()
    {
        var self = new SiblingIdentity();
        var division = new ScrapeDivision(self, new GatewayOptions { Siblings = new SiblingOptions { Redis = "127.0.0.1:1" } });
        division.Share([self.Id, "g-b", "g-c", "g-d"]);
        var engine = Engines.First(e => !division.IsMine(e));
        var now = Instant.Min + TimeSpan.FromDays(1);

        Assert.False(division.MustStandIn(engine, now - TimeSpan.FromSeconds(1), Instant.Min, now));
        Assert.True(division.MustStandIn(engine, now - TimeSpan.FromSeconds(2), Instant.Min, now));
        Assert.False(division.MustStandIn(engine, now - TimeSpan.FromSeconds(2), now - TimeSpan.FromSeconds(1), now));
        Assert.True(division.MustStandIn(engine, now - TimeSpan.FromSeconds(2), now - TimeSpan.FromSeconds(2), now));
    }

    private static string[] Names(int count) => [.. Enumerable.Range(0, count).Select(i => $"0199c0de{i:x24}")];
}
