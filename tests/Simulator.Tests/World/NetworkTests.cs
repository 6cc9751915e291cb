namespace SageServe.Simulator.Tests;

public sealed class NetworkTests
{
    private static SimNetwork Network(NetworkOptions options) => new(options, new RandomStream(1));

    private static RegionSpec East => SmallWorld.Catalog.Region(SmallWorld.East);

    [Fact]
    public void By_default_a_message_takes_half_the_catalogs_round_trip() =>
        Assert.Equal(TimeSpan.FromMilliseconds(50), Network(new NetworkOptions()).OneWay(East, SmallWorld.West));

    [Fact]
    public void Drawn_links_have_the_quantiles_that_were_asked_for()
    {
        var network = Network(new NetworkOptions { Links = [LinkSpread.Of(SmallWorld.West, SmallWorld.East, 69, 265)] });
        var trips = Enumerable.Range(0, 20_000).Select(_ => 2 * network.OneWay(East, SmallWorld.West).TotalMilliseconds).Order().ToList();
        Assert.InRange(trips[10_000], 67, 71);
        Assert.InRange(trips[18_000], 252, 278);
        Assert.True(trips[^1] < 69 * Math.Exp(4 * 1.06));
    }

    [Fact]
    public void The_way_to_the_client_counts_only_when_asked_for()
    {
        var near = DurationSpread.Of(TimeSpan.FromMilliseconds(50), TimeSpan.Zero);
        Assert.Equal(0.100, Ttft(new NetworkOptions { Client = near }), 6);
        Assert.Equal(0.150, Ttft(new NetworkOptions { Client = near, CountClient = true }), 6);
    }

    [Fact]
    public void A_relayed_request_pays_the_drawn_links()
    {
        var links = new NetworkOptions { Links = [LinkSpread.Of(SmallWorld.East, SmallWorld.West, 40, 0)] };
        Assert.Equal(0.140, Ttft(links, east: 0, west: 1), 6);
    }

    private static double Ttft(NetworkOptions network, int east = 1, int west = 0)
    {
        var scenario = SmallWorld.Scenario([SmallWorld.Request(2)], east, west) with { World = new WorldOptions { Network = network } };
        return Simulation.Run(scenario, 1).Tiers[0].TtftSeconds!.P50;
    }
}
