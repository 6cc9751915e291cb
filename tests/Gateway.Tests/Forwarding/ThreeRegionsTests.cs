using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Two gateways in each of three regions, one engine in each region, everything on loopback.</summary>
public sealed class ThreeRegionsTests
{
    private static readonly string[] Names = ["east", "north", "west"];

    [Fact]
    public async Task LlmdRouter1907_requests_spill_when_a_region_is_full_come_back_when_it_is_not_and_stay_where_they_may_be()
    {
        await using var world = await World.StartAsync();
        Assert.Equal(["east"], await world.ServedInAsync("east", "sk-good"));

        // Full: whoever may go goes, through either gateway; who may only go west goes west, though north is emptier.
        world.Engines["east"].KvUsage = 0.97;
        world.Engines["west"].KvUsage = 0.5;
        await world.SeesAsync("east", "west", 0.5);
        await world.SeesHomeAsync("east", 0.97);
        Assert.Equal(["north"], await world.ServedInAsync("east", "sk-good"));
        Assert.Equal(["west"], await world.ServedInAsync("east", "sk-west"));

        // Nowhere to go: who may not go north stays, however full it is.
        var north = world.Engines["north"].Requests;
        world.Engines["west"].Fault = EngineFault.Status503;
        Assert.Equal(["east"], await world.ServedInAsync("east", "sk-west"));
        world.Engines["east"].Fault = EngineFault.Status503;
        using (var refused = await world.SendAsync(world.Gateways["east"][0], "sk-west"))
        {
            Assert.True((int)refused.StatusCode is 502 or 503, $"{refused.StatusCode}");
        }

        Assert.Equal(north, world.Engines["north"].Requests);

        // Not full any more.
        world.Engines["east"].Fault = world.Engines["west"].Fault = EngineFault.None;
        world.Engines["east"].KvUsage = 0.1;
        await world.SeesHomeAsync("east", 0.1);
        await Eventually.True(async () => (await world.ServedInAsync("east", "sk-good")).SequenceEqual(["east"]), "requests come back");
    }

    [Fact]
    public async Task A_dead_gateway_of_another_region_is_left_out_while_its_sibling_answers()
    {
        await using var world = await World.StartAsync();
        world.Engines["east"].KvUsage = 0.97;
        world.Engines["west"].KvUsage = 0.6;
        await world.SeesAsync("east", "west", 0.6);
        await world.SeesHomeAsync("east", 0.97);
        await world.Gateways["north"][0].DisposeAsync();

        // Addresses are taken in turn, so that each gateway finds the dead one: then its sibling is asked, and not the full home.
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(["north"], await world.ServedInAsync("east", "sk-good"));
        }
    }

    [Fact]
    public async Task Wrong_addresses_make_no_loop_and_break_no_residency()
    {
        // East believes north's gateways to be west's too, and its own as well.
        await using var world = await World.StartAsync(mixUp: true);
        world.Engines["east"].KvUsage = 0.97;
        await world.SeesHomeAsync("east", 0.97);

        for (var i = 0; i < 6; i++)
        {
            foreach (var gateway in world.Gateways["east"])
            {
                using var response = await world.SendAsync(gateway, "sk-west");
                Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
                Assert.NotEqual("north", response.Headers.GetValues(HeaderNames.Region).Single());
            }
        }

        Assert.Equal(0, world.Engines["north"].Requests);
        Assert.True(world.Engines["west"].Requests > 0);
    }

    [Theory]
    [InlineData("north", "east", 1, HttpStatusCode.OK, null)]
    [InlineData("north", "east", 2, HttpStatusCode.Unauthorized, "invalid_relay_signature")]
    [InlineData("north", "east", 0, HttpStatusCode.Unauthorized, "invalid_relay_signature")]
    [InlineData("north", "west", 1, HttpStatusCode.Unauthorized, "misdirected_relay")]
    [InlineData("north", null, 1, HttpStatusCode.Unauthorized, "misdirected_relay")]
    [InlineData("east", "east", 1, HttpStatusCode.Unauthorized, "misdirected_relay")]
    public async Task Only_a_first_hop_from_another_region_to_this_one_is_taken(string from, string? to, int hop, HttpStatusCode status, string? code)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        var now = gateway.Services.GetRequiredService<Hosting.SteadyClock>().Now;
        var ticket = new RelayTicket(
            new RequestId("req_1"), new RegionId(from), ServiceTier.InteractiveFast, new TenantId("acme"), now, now + TimeSpan.FromSeconds(9), 10, hop, now)
        {
            To = to is null ? null : new RegionId(to),
            BodyHash = RelayTicket.HashOf(System.Text.Encoding.UTF8.GetBytes(GatewayUnderTest.ChatBody())),
        };
        var (text, signature) = new PeerSigner("a secret of tests").Sign(ticket, "/v1/chat/completions");

        using var response = await gateway.PostAsync("/v1/chat/completions", GatewayUnderTest.ChatBody(), headers =>
        {
            headers.TryAddWithoutValidation(HeaderNames.Relay, text);
            headers.TryAddWithoutValidation(HeaderNames.Signature, signature);
        });

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(code is null ? 1 : 0, engine.Requests);
        if (code is not null)
        {
            await RefusalTests.AssertErrorAsync(response, status, code, null);
        }
    }

    private sealed class World : IAsyncDisposable
    {
        public Dictionary<string, FakeEngine> Engines { get; } = [];

        public Dictionary<string, GatewayUnderTest[]> Gateways { get; } = [];

        /// <param name="mixUp">Gateways of east believe all addresses to be west's.</param>
        public static async Task<World> StartAsync(bool mixUp = false)
        {
            var world = new World();
            var urls = Names.ToDictionary(n => n, _ => new[] { GatewayUnderTest.Address(), GatewayUnderTest.Address() });
            foreach (var region in Names)
            {
                world.Engines[region] = await FakeEngine.StartAsync();
                world.Gateways[region] = [.. await Task.WhenAll(urls[region].Select(url => GatewayUnderTest.StartAsync(
                    Setup(region, url, urls, peer => mixUp && (region, peer) == ("east", "west") ? urls.Values.SelectMany(u => u) : urls[peer]),
                    world.Engines[region])))];
            }

            foreach (var region in Names)
            {
                foreach (var other in Names.Where(n => n != region))
                {
                    await world.SeesAsync(region, other, 0.1);
                }
            }

            return world;
        }

        /// <summary>Where a request through each of the region's gateways is served.</summary>
        public async Task<string[]> ServedInAsync(string region, string key)
        {
            var served = new List<string>();
            foreach (var gateway in Gateways[region])
            {
                using var response = await SendAsync(gateway, key);
                Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {await response.Content.ReadAsStringAsync()}");
                served.AddRange(response.Headers.GetValues(HeaderNames.Region));
            }

            return [.. served.Distinct()];
        }

        public Task<HttpResponseMessage> SendAsync(GatewayUnderTest gateway, string key) => gateway.PostAsync(
            "/v1/chat/completions", GatewayUnderTest.ChatBody(), headers => headers.TryAddWithoutValidation("Authorization", "Bearer " + key));

        public Task SeesAsync(string region, string other, double usage) => Eventually.True(
            () => Gateways[region].All(g => Latest(g).Others.Any(s => s.Region.Value == other && s.ReadyReplicas == 1 && Math.Abs(s.KvUtilization.Value - usage) < 1e-6)),
            $"{region} knows that {other} is used to {usage}");

        public Task SeesHomeAsync(string region, double usage) => Eventually.True(
            () => Gateways[region].All(g => Math.Abs(Latest(g).Find(TestCatalog.Model)!.KvUtilization.Value - usage) < 1e-6), $"{region} is used to {usage}");

        public async ValueTask DisposeAsync()
        {
            await Task.WhenAll(Gateways.Values.SelectMany(g => g).Select(g => g.DisposeAsync().AsTask()));
            await Task.WhenAll(Engines.Values.Select(e => e.DisposeAsync().AsTask()));
        }

        private static FleetSnapshot Latest(GatewayUnderTest gateway) => gateway.Services.GetRequiredService<CurrentFleet>().Latest;

        private static GatewaySetup Setup(string region, string url, Dictionary<string, string[]> urls, Func<string, IEnumerable<string>> peers) => new()
        {
            Region = region,
            Url = url,
            Catalog = Catalog(),
            KeysJson = KeyTests.Document("""{"sha256":"GOOD","tenant":"acme"}""", """{"sha256":"WEST","tenant":"zeta","regions":["east","west"]}"""),
            Adjust = g =>
            {
                g["Peers"] = new JsonArray([.. Names.Where(n => n != region).SelectMany(n => peers(n).Select(u => new JsonObject { ["Region"] = n, ["Url"] = u }))]);
                g["Siblings"] = new JsonObject { ["Urls"] = new JsonArray([.. urls[region].Select(u => JsonValue.Create(u))]), ["Beat"] = "00:00:00.100" };
            },
        };

        private static CatalogDocument Catalog()
        {
            var document = TestCatalog.Document(holdLimit: TimeSpan.FromSeconds(3));
            return document with
            {
                Regions = [.. Names.Select(n => new RegionSpec(
                    new RegionId(n),
                    [new RegionCapacity(TestCatalog.Gpu, 10)],
                    [.. Names.Where(o => o != n).Select(o => new RegionLink(new RegionId(o), TimeSpan.FromMilliseconds(60)))]))],
                Pools = [.. Names.Select(n => new PoolSpec(new PoolId(new DeploymentId(TestCatalog.Model, new RegionId(n)), TestCatalog.Gpu), 0, 10, 1))],
            };
        }
    }
}
