using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>What several keys of one tenant may use together.</summary>
public sealed class TenantLimitTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_800_000_000);

    [Fact]
    public async Task Keys_of_a_tenant_share_its_requests_and_the_refusal_says_whose_limit_it_is()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await StartAsync(engine, """{"requestsPerMinute":2}""");

        Assert.Equal(HttpStatusCode.OK, (await KeyTests.ChatAsync(gateway, "sk-good")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await KeyTests.ChatAsync(gateway, "sk-west")).StatusCode);
        using var refused = await KeyTests.ChatAsync(gateway, "sk-good");
        Assert.Equal("2", QuotaTests.Header(refused, HeaderNames.LimitRequests));
        await RefusalTests.AssertErrorAsync(refused, HttpStatusCode.TooManyRequests, "rate_limit_exceeded", null);
        var text = await refused.Content.ReadAsStringAsync();
        Assert.Contains("tenant's limit", text, StringComparison.Ordinal);
        Assert.DoesNotContain("key's own", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await KeyTests.ChatAsync(gateway, "sk-old")).StatusCode);
    }

    [Fact]
    public async Task Keys_of_a_tenant_share_its_budget_of_a_day_by_call_and_by_batch()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Tokens = 50;
        await using var gateway = await StartAsync(engine, """{"usdPerDay":0.008}""");
        using (var first = await KeyTests.ChatAsync(gateway, "sk-good", extra: "\"max_tokens\":50,"))
        {
            // Half a cent. The charge settles when the stream has ended.
            Assert.Equal("[DONE]", (await SseText.AllAsync(first))[^1]);
        }

        using var second = await KeyTests.ChatAsync(gateway, "sk-west", extra: "\"max_tokens\":50,");
        await RefusalTests.AssertErrorAsync(second, HttpStatusCode.TooManyRequests, "insufficient_quota", null);
        var patient = await PatientBudgetTests.RunAsync(gateway, "west");
        Assert.Equal(RequestOutcome.QuotaExceeded, patient.Outcome);
    }

    [Fact]
    public void What_the_tenant_has_not_is_not_taken_from_the_key()
    {
        var (key, tenant) = (new QuotaAccount("k"), new QuotaAccount(QuotaAccounts.IdOf("t")));
        key.Apply(new KeyLimits { RequestsPerMinute = 5, Concurrent = 5 }, null, Now);
        tenant.Apply(new KeyLimits { RequestsPerMinute = 1 }, null, Now);
        var both = new QuotaAccounts(key, tenant);
        var one = new QuotaCharge(1, 0, 0);

        Assert.Equal(QuotaKind.None, both.Take(one, QuotaLink.Alone, Now).Verdict.Refused);
        Assert.Equal((QuotaKind.Requests, true), both.Take(one, QuotaLink.Alone, Now) is var (verdict, isTenants) ? (verdict.Refused, isTenants) : default);
        Assert.Equal((4, 0), (key.Read(QuotaLink.Alone, Now).Requests.Remaining, both.Read(QuotaLink.Alone, Now).Requests.Remaining));
        both.Settle(one, default, QuotaLink.Alone, Now);
        Assert.Equal((5, 1), (key.Read(QuotaLink.Alone, Now).Requests.Remaining, both.Read(QuotaLink.Alone, Now).Requests.Remaining));
    }

    [Fact]
    public async Task Limits_of_a_tenant_are_set_and_taken_away_while_gateways_run_and_lists_tell_them()
    {
        await using var redis = await RedisServer.StartAsync();
        var setup = new GatewaySetup { Adjust = g => g["KeysRedis"] = redis.Endpoint, AwaitsReady = false };
        await using var one = await GatewayUnderTest.StartAsync(setup);
        await using var two = await GatewayUnderTest.StartAsync(setup);
        await one.ReadyAsync(0);
        await two.ReadyAsync(0);
        using var created = await one.Admin.PostAsJsonAsync("/admin/keys", new { tenant = "acme" });
        var key = JsonNode.Parse(await created.Content.ReadAsStringAsync())!["key"]!.GetValue<string>();

        using var set = await one.Admin.PutAsJsonAsync("/admin/tenants/acme", new { requestsPerMinute = 7 });
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Contains("\"requestsPerMinute\":7", await one.Admin.GetStringAsync("/admin/keys"), StringComparison.Ordinal);
        foreach (var path in new[] { "/v1/models", "/v1/files", "/v1/batches", "/v1/models/model-a" })
        {
            await Eventually.True(async () => await LimitAsync(two, key, path) == "7", $"the other gateway tells it at {path}");
        }

        using var wrong = await one.Admin.PutAsJsonAsync("/admin/tenants/acme", new { requestsPerMinute = 0 });
        await RefusalTests.AssertErrorAsync(wrong, HttpStatusCode.BadRequest, "invalid_key_request", null);
        using var removed = await two.Admin.DeleteAsync("/admin/tenants/acme");
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        await Eventually.True(async () => await LimitAsync(one, key, "/v1/models") is null, "it is gone everywhere");
        using var again = await two.Admin.DeleteAsync("/admin/tenants/acme");
        await RefusalTests.AssertErrorAsync(again, HttpStatusCode.NotFound, "tenant_not_found", null);
    }

    [Fact]
    public async Task A_key_that_is_made_or_revoked_leaves_the_tenants_of_the_file_as_they_are()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await StartAsync(engine, """{"requestsPerMinute":9}""");
        using var created = await gateway.Admin.PostAsJsonAsync("/admin/keys", new { tenant = "acme" });
        using var revoked = await gateway.Admin.DeleteAsync("/admin/keys/old");
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (created.StatusCode, revoked.StatusCode));
        Assert.Equal("9", await LimitAsync(gateway, "sk-good", "/v1/models"));
    }

    private static async Task<string?> LimitAsync(GatewayUnderTest gateway, string key, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", key);
        using var response = await gateway.Client.SendAsync(request);
        return response.Headers.TryGetValues(HeaderNames.LimitRequests, out var values) ? values.Single() : null;
    }

    private static Task<GatewayUnderTest> StartAsync(FakeEngine engine, string limits)
    {
        var keys = KeyTests.Document(
            """{"id":"good","sha256":"GOOD","tenant":"acme"}""", """{"id":"west","sha256":"WEST","tenant":"acme"}""", """{"id":"old","sha256":"OLD","tenant":"zeta"}""");
        return GatewayUnderTest.StartAsync(
            new GatewaySetup
            {
                KeysJson = $$"""{"tenants":[{"tenant":"acme","limits":{{limits}}}],{{keys[1..]}}""",
                Adjust = g => g["Prices"] = new JsonArray(new JsonObject { ["Model"] = "model-a", ["OutputUsdPerMillion"] = 100 }),
            },
            engine);
    }
}
