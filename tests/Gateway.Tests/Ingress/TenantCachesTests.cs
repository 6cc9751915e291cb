using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

/// <summary>Nobody learns from the time of an answer what another tenant has asked.</summary>
public sealed class TenantCachesTests
{
    private const string Client = "\"cache_salt\":\"mine\",";

    [Fact]
    public async Task Engines_get_a_salt_for_each_tenant_and_none_of_the_clients()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(Apart(), engine);
        foreach (var (key, extra, stream) in new[] { ("a", null, false), ("a", Client, true), ("b", null, false) })
        {
            using var answer = await gateway.PostAsync("/v1/chat/completions", GatewayUnderTest.ChatBody(extra, stream), h => h.Authorization = new AuthenticationHeaderValue("Bearer", Key(key)));
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        var salts = Salts(engine);
        Assert.Equal(salts[0], salts[1]);
        Assert.NotEqual(salts[0], salts[2]);
        Assert.All(salts, s => Assert.Matches("^[0-9a-f]{32}$", s!));
    }

    [Fact]
    public async Task Lines_of_batches_have_their_tenants_salt_too()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(Apart(), engine);
        gateway.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key("a"));
        using var answer = await gateway.ChatAsync();
        await BatchCalls.SubmitAsync(gateway.Client, BatchHost.Line("one", "x", model: "model-a"));
        await Eventually.True(() => engine.Seen.Count == 2, "the line is run");
        var salts = Salts(engine);
        Assert.NotNull(salts[0]);
        Assert.Equal(salts[0], salts[1]);
    }

    [Fact]
    public async Task As_it_comes_all_share_and_a_clients_salt_is_its_own_business()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(engine);
        using var plain = await gateway.ChatAsync();
        using var salted = await gateway.ChatAsync(Client);
        Assert.Equal(new string?[] { null, "mine" }, Salts(engine));
    }

    [Fact]
    public void Prefixes_of_two_tenants_are_never_the_same_and_those_of_one_are()
    {
        var parsed = BodyParser.Parse(Encoding.UTF8.GetBytes($$"""{"model":"m","prompt":"{{new string('x', 4000)}}"}"""), "prompt", 16).Parsed!;
        var apart = new TenantCaches(new GatewayOptions { CacheSharing = TenantCaches.Tenant });
        var blocks = apart.BlocksOf(parsed, new TenantId("a"));
        Assert.True(blocks.Length > 10);
        Assert.Equal(blocks, apart.BlocksOf(parsed, new TenantId("a")));
        Assert.Empty(blocks.Intersect(apart.BlocksOf(parsed, new TenantId("b"))));
        Assert.Equal(parsed.Prefix!.ToBlocks(), new TenantCaches(new GatewayOptions()).BlocksOf(parsed, new TenantId("a")));
    }

    [Fact]
    public async Task A_way_of_sharing_that_nobody_knows_is_told_at_the_start()
    {
        var problem = await Assert.ThrowsAnyAsync<Exception>(() => GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["CacheSharing"] = "some" }));
        Assert.Contains("CacheSharing is 'all' or 'tenant'.", problem.Message, StringComparison.Ordinal);
    }

    private static GatewaySetup Apart() => new()
    {
        KeysJson = $$"""{"keys":[{"sha256":"{{ApiKeySecret.HashOf(Key("a"))}}","tenant":"a"},{"sha256":"{{ApiKeySecret.HashOf(Key("b"))}}","tenant":"b"}]}""",
        Adjust = g => g["CacheSharing"] = "tenant",
    };

    private static string Key(string tenant) => $"sk-tenant-{tenant}-0123456789abcdef";

    // Of two members with one name the last counts, here as in Python.
    private static string?[] Salts(FakeEngine engine) => [.. engine.Seen.Select(s => JsonDocument.Parse(s.Body).RootElement.TryGetProperty("cache_salt", out var salt) ? salt.GetString() : null)];
}
