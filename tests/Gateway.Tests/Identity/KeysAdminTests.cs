using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SageServe.Gateway.Tests;

public sealed class KeysAdminTests
{
    [Fact]
    public async Task A_key_is_created_used_listed_and_revoked_while_the_gateway_runs()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { KeysJson = """{"keys":[]}""" });

        var (id, key) = await CreateAsync(gateway);
        using var known = await ModelsAsync(gateway, key);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        var list = await gateway.Admin.GetStringAsync("/admin/keys");
        Assert.Contains(id, list, StringComparison.Ordinal);
        Assert.DoesNotContain(key, list, StringComparison.Ordinal);
        Assert.DoesNotContain("sha256", list, StringComparison.Ordinal);

        using var revoked = await gateway.Admin.DeleteAsync($"/admin/keys/{id}");
        Assert.Equal(HttpStatusCode.OK, revoked.StatusCode);
        using var gone = await ModelsAsync(gateway, key);
        Assert.Equal(HttpStatusCode.Unauthorized, gone.StatusCode);
        using var again = await gateway.Admin.DeleteAsync($"/admin/keys/{id}");
        await RefusalTests.AssertErrorAsync(again, HttpStatusCode.NotFound, "key_not_found", null);
    }

    [Fact]
    public async Task What_is_wrong_with_a_wish_is_listed_and_clients_do_not_see_the_admin_API()
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { KeysJson = """{"keys":[]}""" });

        using var bad = await gateway.Admin.PostAsJsonAsync("/admin/keys", new { tenant = "t", limits = new { requestsPerMinute = 0, usdPerDay = -1 } });
        var message = await bad.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
        Assert.Contains("requestsPerMinute", message, StringComparison.Ordinal);
        Assert.Contains("usdPerDay", message, StringComparison.Ordinal);
        using var elsewhere = await gateway.Client.GetAsync("/admin/keys");
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Without_a_place_for_keys_the_answer_says_so()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        using var response = await gateway.Admin.GetAsync("/admin/keys");
        await RefusalTests.AssertErrorAsync(response, HttpStatusCode.Conflict, "no_key_store", null);
    }

    [Fact]
    public async Task Gateways_that_share_Redis_see_each_others_keys_and_keep_them_while_it_is_away()
    {
        await using var redis = await RedisServer.StartAsync();
        var setup = new GatewaySetup { Adjust = g => g["KeysRedis"] = redis.Endpoint, AwaitsReady = false };
        await using var one = await GatewayUnderTest.StartAsync(setup);
        await using var two = await GatewayUnderTest.StartAsync(setup);
        await one.ReadyAsync(0);
        await two.ReadyAsync(0);

        var (_, kept) = await CreateAsync(one);
        var (id, key) = await CreateAsync(one);
        await Eventually.True(async () => await StatusAsync(two, key) == HttpStatusCode.OK, "the other gateway knows the key");
        using var revoked = await two.Admin.DeleteAsync($"/admin/keys/{id}");
        await Eventually.True(async () => await StatusAsync(one, key) == HttpStatusCode.Unauthorized, "the first gateway has forgotten it");

        await redis.KillAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(one, kept));
        using var refused = await one.Admin.PostAsJsonAsync("/admin/keys", new { tenant = "t" });
        await RefusalTests.AssertErrorAsync(refused, HttpStatusCode.Conflict, "keys_not_changed", null);
    }

    [Fact]
    public async Task A_stored_key_that_cannot_be_read_keeps_no_other_from_being_revoked()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["KeysRedis"] = redis.Endpoint, AwaitsReady = false });
        await gateway.ReadyAsync(0);
        await redis.CommandAsync("HSET {sageserve:keys}:documents odd {\"tenant\":\"t\",\"ofTheFuture\":1}");
        await redis.CommandAsync("HSET {sageserve:keys}:documents worse [");

        var (id, key) = await CreateAsync(gateway);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, key));
        using var revoked = await gateway.Admin.DeleteAsync($"/admin/keys/{id}");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, key));
    }

    [Fact]
    public async Task A_bad_keys_file_changes_nothing_and_a_good_one_counts_at_once()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("shared.json", KeyTests.Document("""{"sha256":"GOOD","tenant":"acme"}"""));
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["KeysFile"] = path });
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "sk-good"));

        folder.Write("shared.json", """{"keys":[{"sha256":"x","tenant":"t"}]}""");
        using var refused = await gateway.Admin.PostAsJsonAsync("/admin/keys", new { tenant = "t" });
        await RefusalTests.AssertErrorAsync(refused, HttpStatusCode.Conflict, "keys_not_changed", null);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "sk-good"));

        folder.Write("shared.json", KeyTests.Document("""{"sha256":"WEST","tenant":"acme"}"""));
        await Eventually.True(async () => await StatusAsync(gateway, "sk-west") == HttpStatusCode.OK, "the new file is read");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(gateway, "sk-good"));
    }

    [Fact]
    public async Task While_keys_were_never_read_nobody_is_let_in_and_the_answer_is_503()
    {
        var nowhere = $"127.0.0.1:{FreePort.Find()}";
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { Adjust = g => g["KeysRedis"] = nowhere, AwaitsReady = false });

        using var response = await ModelsAsync(gateway, "sk-good");
        await RefusalTests.AssertErrorAsync(response, HttpStatusCode.ServiceUnavailable, "keys_unavailable", null);
        using var ready = await gateway.Admin.GetAsync("/healthz/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    private static async Task<(string Id, string Key)> CreateAsync(GatewayUnderTest gateway)
    {
        using var response = await gateway.Admin.PostAsJsonAsync("/admin/keys", new { tenant = "acme", limits = new { requestsPerMinute = 600 } });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        return (json.GetProperty("details").GetProperty("id").GetString()!, json.GetProperty("key").GetString()!);
    }

    private static async Task<HttpStatusCode> StatusAsync(GatewayUnderTest gateway, string key)
    {
        using var response = await ModelsAsync(gateway, key);
        return response.StatusCode;
    }

    private static Task<HttpResponseMessage> ModelsAsync(GatewayUnderTest gateway, string key)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Authorization = new("Bearer", key);
        return gateway.Client.SendAsync(request);
    }
}
