using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class UsageTests
{
    private static readonly UsageAmount One = new(1, 10, 20, 30, 40);

    [Fact]
    public async Task What_a_tenant_used_is_told_by_day_model_and_tier_as_JSON_CSV_and_metric()
    {
        await using var engine = await FakeEngine.StartAsync();
        var setup = new GatewaySetup
        {
            KeysJson = KeyTests.Document("""{"id":"k1","sha256":"GOOD","tenant":"acme"}""", """{"id":"k2","sha256":"WEST","tenant":"used-here-only"}"""),
            Adjust = g => g["Prices"] = new JsonArray(new JsonObject { ["Model"] = "model-a", ["PromptUsdPerMillion"] = 1000, ["OutputUsdPerMillion"] = 10000 }),
        };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);
        foreach (var key in new[] { "sk-good", "sk-good", "sk-west" })
        {
            using var answer = await KeyTests.ChatAsync(gateway, key);
            await answer.Content.ReadAsStringAsync();
        }

        UsageDocument document = null!;
        await Eventually.True(
            async () => (document = await ReadAsync(gateway, "?tenant=acme&by=key")).Rows is [{ Requests: 2 }], "two requests are counted");

        var row = document.Rows[0];
        Assert.Equal(("acme", "k1", "model-a", ServiceTier.InteractiveFast), (row.Tenant, row.Key, row.Model, row.Tier));
        Assert.Equal((14, 6, 0.074m), (row.PromptTokens, row.OutputTokens, row.Usd));
        Assert.True(row.GpuSeconds > 0, "GPU time is reckoned");
        Assert.Equal(document.To, row.Day);
        var csv = "";
        await Eventually.True(async () => (csv = await gateway.Admin.GetStringAsync("/admin/usage?format=csv")).Contains(",used-here-only,", StringComparison.Ordinal), "the other tenant's is counted");
        Assert.Equal("day,tenant,key,model,tier,requests,prompt_tokens,output_tokens,gpu_seconds,usd", csv.Split('\n')[0]);
        Assert.Contains($"{row.Day},acme,,model-a,interactive-fast,2,14,6,", csv, StringComparison.Ordinal);
        // The tests of a process share one registry: no other one has this tenant.
        await Eventually.True(
            async () => (await gateway.Admin.GetStringAsync("/metrics")).Contains(
                "sageserve_usage_tokens_total{tenant=\"used-here-only\",model=\"model-a\",tier=\"interactive-fast\",kind=\"output\"} 3\n", StringComparison.Ordinal),
            "its tokens are counted");
        using var wrong = await gateway.Admin.GetAsync("/admin/usage?from=yesterday");
        await RefusalTests.AssertErrorAsync(wrong, HttpStatusCode.BadRequest, "invalid_date", "from");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sums_survive_a_restart_are_added_once_and_old_days_are_dropped(bool redis)
    {
        await using var server = redis ? await RedisServer.StartAsync() : null;
        using var folder = new TemporaryFolder();
        var key = new UsageKey(100, "acme", "k", "m", ServiceTier.NonInteractive);
        await using (var store = Open(server, folder))
        {
            await store.AddAsync("a:1", [new(key, One), new(key with { Day = 101, Tenant = "b,c" }, One)], default);
            await store.AddAsync("a:2", [new(key, One)], default);
            await store.AddAsync("a:2", [new(key, One)], default);
        }

        await using var again = Open(server, folder);
        var rows = await again.ReadAsync(100, 101, default);
        Assert.Equal([new(key, One + One), new(key with { Day = 101, Tenant = "b,c" }, One)], rows);
        await again.ForgetAsync(101, default);
        Assert.Equal(101, Assert.Single(await again.ReadAsync(0, 200, default)).Key.Day);
    }

    [Fact]
    public async Task A_budget_is_not_renewed_by_a_restart()
    {
        using var folder = new TemporaryFolder();
        var clock = new SteadyClock(TimeProvider.System);
        var today = UsageKey.DayOf(clock.Now);
        await using var store = Open(null, folder);
        await store.AddAsync("a:1", [new(new UsageKey(today, "t", "k", "m", default), One)], default);

        using var ledger = new UsageLedger(store, new UsageOptions(), clock, NullLogger<UsageLedger>.Instance);
        await ledger.StartAsync(default);
        Assert.Equal(40, ledger.SpentToday("k", clock.Now));
        Assert.Equal(0, ledger.SpentToday("other", clock.Now));
        Assert.Equal(0, ledger.SpentToday("k", clock.Now + TimeSpan.FromDays(1)));
        await ledger.StopAsync(default);
    }

    [Fact]
    public async Task Beyond_the_limit_of_rows_usage_is_counted_as_other_and_none_is_lost()
    {
        using var folder = new TemporaryFolder();
        await using var store = Open(null, folder);
        using var ledger = new UsageLedger(store, new UsageOptions { MaxRowsPerDay = 10 }, new SteadyClock(TimeProvider.System), NullLogger<UsageLedger>.Instance);
        for (var i = 0; i < 25; i++)
        {
            ledger.Count(new UsageKey(5, $"tenant-{i}", "k", "m", default), One);
        }

        var rows = await ledger.ReadAsync(5, 5, default);
        Assert.Equal(11, rows.Count);
        Assert.Equal(15, rows.Single(r => r.Key.Tenant == LabelCap.Other).Value.Requests);
    }

    private static async Task<UsageDocument> ReadAsync(GatewayUnderTest gateway, string query) =>
        JsonSerializer.Deserialize(await gateway.Admin.GetStringAsync("/admin/usage" + query), SharedJson.Default.UsageDocument)!;

    private static IUsageStore Open(RedisServer? server, TemporaryFolder folder) =>
        server is null ? new SqliteUsageStore(folder["usage.db"]) : new RedisUsageStore(server.Endpoint, TimeProvider.System);
}
