using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

public sealed class RelayTests
{
    [Fact]
    public async Task A_request_that_its_region_cannot_serve_goes_to_a_peer_once()
    {
        await using var pair = await Pair.StartAsync();

        using var response = await pair.East.ChatAsync(stream: true);
        var events = await SseText.AllAsync(response);

        Assert.Equal("[DONE]", events[^1]);
        Assert.DoesNotContain(events, e => e.Contains("usage"));
        Assert.Equal("west", response.Headers.GetValues(HeaderNames.Region).Single());
        Assert.Equal("west-model-a-1", response.Headers.GetValues(HeaderNames.Replica).Single());
        Assert.Equal("interactive-fast", response.Headers.GetValues(HeaderNames.Tier).Single());
        Assert.Equal(1, pair.WestEngine.Requests);
    }

    [Fact]
    public async Task A_relayed_request_counts_as_demand_only_where_it_entered()
    {
        await using var pair = await Pair.StartAsync(speed: 600);
        using var response = await pair.East.ChatAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var east = pair.East.Services.GetRequiredService<DemandMeter>();
        var west = pair.West.Services.GetRequiredService<DemandMeter>();
        await Eventually.True(() => !east.LastComplete().IsEmpty, "east's bin is complete");
        Assert.Empty(west.LastComplete());
    }

    [Fact]
    public async Task A_relayed_request_is_not_sent_on_even_to_a_region_that_could_serve_it()
    {
        await using var pair = await Pair.StartAsync(holdLimit: TimeSpan.FromMilliseconds(300));
        var now = pair.East.Services.GetRequiredService<Hosting.SteadyClock>().Now;
        var ticket = new RelayTicket(
            new RequestId("req_of_north"), new RegionId("north"), ServiceTier.InteractiveFast, new TenantId("acme"), now, now + TimeSpan.FromSeconds(1), 10, 1, now)
        {
            To = new RegionId("east"),
            BodyHash = RelayTicket.HashOf(Encoding.UTF8.GetBytes(GatewayUnderTest.ChatBody(stream: true))),
        };
        using var response = await RelayAsync(pair.East, ticket, GatewayUnderTest.ChatBody(stream: true));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(0, pair.WestEngine.Requests);
    }

    [Fact]
    public async Task A_peer_that_refuses_is_a_failed_attempt_and_the_client_gets_a_real_status()
    {
        await using var pair = await Pair.StartAsync(holdLimit: TimeSpan.FromSeconds(1));
        pair.WestEngine.Fault = EngineFault.Status503;

        using var response = await pair.East.ChatAsync(stream: true).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True((int)response.StatusCode is 502 or 503, $"{response.StatusCode}");
        Assert.True(pair.WestEngine.Requests > 0);
    }

    [Fact]
    public async Task A_ticket_is_good_for_its_own_body_and_for_one_request()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var now = gateway.Services.GetRequiredService<Hosting.SteadyClock>().Now;
        var (mine, other) = (GatewayUnderTest.ChatBody(), GatewayUnderTest.ChatBody("\"max_tokens\":9,"));
        var ticket = new RelayTicket(
            new RequestId("req_1"), new RegionId("north"), ServiceTier.InteractiveFast, new TenantId("acme"), now, now + TimeSpan.FromSeconds(9), 10, 1, now)
        {
            To = new RegionId("east"),
            BodyHash = RelayTicket.HashOf(Encoding.UTF8.GetBytes(mine)),
        };

        using var changed = await RelayAsync(gateway, ticket, other);
        await RefusalTests.AssertErrorAsync(changed, HttpStatusCode.Unauthorized, "relay_used", null);
        using var first = await RelayAsync(gateway, ticket, mine);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        using var again = await RelayAsync(gateway, ticket, mine);
        await RefusalTests.AssertErrorAsync(again, HttpStatusCode.Unauthorized, "relay_used", null);
        using var without = await RelayAsync(gateway, ticket with { Id = new RequestId("req_2"), BodyHash = null }, mine);
        await RefusalTests.AssertErrorAsync(without, HttpStatusCode.Unauthorized, "relay_used", null);
        Assert.Equal(1, engine.Requests);
    }

    [Fact]
    public async Task Litellm34399_a_region_that_says_when_it_has_room_is_not_asked_before_and_the_client_is_told()
    {
        await using var pair = await Pair.StartAsync(holdLimit: TimeSpan.FromSeconds(1));
        (pair.WestEngine.Fault, pair.WestEngine.RetryAfter) = (EngineFault.Status503, "20");

        // Nothing serves at home, so west's word is the best that the client can get.
        using var first = await pair.East.ChatAsync(stream: true);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.InRange(double.Parse(first.Headers.GetValues(HeaderNames.RetryAfter).Single(), System.Globalization.CultureInfo.InvariantCulture), 10, 20);
        Assert.Equal("1", first.Headers.GetValues(HeaderNames.Attempts).Single());

        using var second = await pair.East.ChatAsync(stream: true);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        Assert.False(second.Headers.TryGetValues(HeaderNames.Attempts, out var attempts) && attempts.Single() != "0", "it was sent");
        Assert.Equal(1, pair.WestEngine.Requests);
    }

    [Theory]
    [InlineData("bm8gdGlja2V0", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("bm8gdGlja2V0", "")]
    [InlineData("bm8gdGlja2V0", "zz")]
    public async Task A_forged_relay_is_refused(string ticket, string signature)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);

        using var response = await gateway.PostAsync("/v1/chat/completions", GatewayUnderTest.ChatBody(), headers =>
        {
            headers.TryAddWithoutValidation(HeaderNames.Relay, ticket);
            headers.TryAddWithoutValidation(HeaderNames.Signature, signature);
        });

        await RefusalTests.AssertErrorAsync(response, HttpStatusCode.Unauthorized, "invalid_relay_signature", null);
        Assert.Equal(0, engine.Requests);
    }

    [Fact]
    public async Task Summaries_are_for_peers_only()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();

        using var response = await gateway.Client.GetAsync(PeerEndpoint.SummariesPath);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static Task<HttpResponseMessage> RelayAsync(GatewayUnderTest gateway, RelayTicket ticket, string body)
    {
        var (text, signature) = new PeerSigner("a secret of tests").Sign(ticket, "/v1/chat/completions");
        return gateway.PostAsync("/v1/chat/completions", body, headers =>
        {
            headers.TryAddWithoutValidation(HeaderNames.Relay, text);
            headers.TryAddWithoutValidation(HeaderNames.Signature, signature);
        });
    }

    private sealed class Pair(GatewayUnderTest east, GatewayUnderTest west, FakeEngine westEngine) : IAsyncDisposable
    {
        public GatewayUnderTest East => east;

        public GatewayUnderTest West => west;

        public FakeEngine WestEngine => westEngine;

        public static async Task<Pair> StartAsync(TimeSpan? holdLimit = null, double speed = 1)
        {
            var (eastUrl, westUrl) = (GatewayUnderTest.Address(), GatewayUnderTest.Address());
            var engine = await FakeEngine.StartAsync();
            var west = await GatewayUnderTest.StartAsync(
                new GatewaySetup { Region = "west", Url = westUrl, Peer = ("east", eastUrl), HoldLimit = holdLimit, Speed = speed }, engine);
            var east = await GatewayUnderTest.StartAsync(
                new GatewaySetup { Region = "east", Url = eastUrl, Peer = ("west", westUrl), HoldLimit = holdLimit, Speed = speed });
            await Eventually.True(
                () => east.Services.GetRequiredService<CurrentFleet>().Latest.Others.Any(s => s.ReadyReplicas == 1), "east knows of west's replica");
            return new Pair(east, west, engine);
        }

        public async ValueTask DisposeAsync()
        {
            await east.DisposeAsync();
            await west.DisposeAsync();
            await westEngine.DisposeAsync();
        }
    }
}
