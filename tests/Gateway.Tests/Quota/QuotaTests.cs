using System.Net;
using System.Text.Json.Nodes;

namespace SageServe.Gateway.Tests;

/// <summary>A key's limits through the real gateway.</summary>
public sealed class QuotaTests
{
    [Fact]
    public async Task Every_answer_of_a_limited_key_tells_its_limits_in_OpenAIs_format_and_the_charge_settles_by_usage()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await StartAsync(engine, """{"requestsPerMinute":60,"tokensPerMinute":60000}""");

        using var first = await KeyTests.ChatAsync(gateway, "sk-good");
        await first.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("60", Header(first, HeaderNames.LimitRequests));

        // One comes back each second: on a slow machine before the headers go out.
        Assert.InRange(int.Parse(Header(first, HeaderNames.RemainingRequests), System.Globalization.CultureInfo.InvariantCulture), 59, 60);
        Assert.Matches(@"^(\d+ms|1s|0s)$", Header(first, HeaderNames.ResetRequests));
        Assert.Equal("60000", Header(first, HeaderNames.LimitTokens));
        Assert.InRange(long.Parse(Header(first, HeaderNames.RemainingTokens), System.Globalization.CultureInfo.InvariantCulture), 59000, 59990);

        // The engine says 7 + 3 tokens: the estimate of hundreds is given back when the stream has ended.
        await Eventually.True(
            async () =>
            {
                using var wrong = await KeyTests.ChatAsync(gateway, "sk-good", "not served");
                Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
                Assert.Equal("60", Header(wrong, HeaderNames.LimitRequests));
                using var again = await KeyTests.ChatAsync(gateway, "sk-good", extra: "\"max_tokens\":1,");
                return long.Parse(Header(again, HeaderNames.RemainingTokens), System.Globalization.CultureInfo.InvariantCulture) > 59900;
            },
            "the tokens that were not used are back");
    }

    [Fact]
    public async Task HermesAgent94978_your_quota_429_is_told_apart_from_our_capacity_and_says_when_to_come_back()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await StartAsync(engine, """{"requestsPerMinute":1}""");
        using var first = await KeyTests.ChatAsync(gateway, "sk-good");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var refused = await KeyTests.ChatAsync(gateway, "sk-good");
        Assert.Equal("0", Header(refused, HeaderNames.RemainingRequests));
        Assert.Equal("true", Header(refused, HeaderNames.ShouldRetry));
        Assert.InRange(double.Parse(Header(refused, HeaderNames.RetryAfter), System.Globalization.CultureInfo.InvariantCulture), 1, 60);
        Assert.InRange(double.Parse(Header(refused, HeaderNames.RetryAfterMs), System.Globalization.CultureInfo.InvariantCulture), 1, 60_000);
        Assert.Matches(@"^(\d+(\.\d+)?s|1m0s)$", Header(refused, HeaderNames.ResetRequests));
        await RefusalTests.AssertErrorAsync(refused, HttpStatusCode.TooManyRequests, "rate_limit_exceeded", null);
        Assert.Contains("own limit", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, engine.Requests);
        Assert.Contains(
            "sageserve_quota_refused_total{tenant=\"acme\",limit=\"requests\"}", await gateway.Admin.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_larger_than_the_limit_is_told_that_it_can_never_be_served()
    {
        await using var gateway = await StartAsync(null, """{"tokensPerMinute":20}""");
        using var refused = await KeyTests.ChatAsync(gateway, "sk-good");
        Assert.Equal("false", Header(refused, HeaderNames.ShouldRetry));
        await RefusalTests.AssertErrorAsync(refused, HttpStatusCode.TooManyRequests, "rate_limit_exceeded", null);
        Assert.Contains("never", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spent_budget_is_insufficient_quota_and_asks_nobody_to_try_again()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Tokens = 50;
        await using var gateway = await StartAsync(engine, """{"usdPerDay":0.01}""", g =>
        {
            g["Prices"] = new JsonArray(new JsonObject { ["Model"] = "model-a", ["PromptUsdPerMillion"] = 0, ["OutputUsdPerMillion"] = 100 });
        });

        // 50 tokens are half a cent; the second takes the rest, the third finds nothing.
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await KeyTests.ChatAsync(gateway, "sk-good", extra: "\"max_tokens\":50,", stream: false);
            await response.Content.ReadAsStringAsync();
            statuses.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal("false", Header(response, HeaderNames.ShouldRetry));
                Assert.Equal("60", Header(response, HeaderNames.RetryAfter));
                await RefusalTests.AssertErrorAsync(response, HttpStatusCode.TooManyRequests, "insufficient_quota", null);
            }
            else
            {
                await SettledAsync(gateway, engine);
            }
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task Concurrent_requests_are_counted_until_they_end_and_refused_ones_give_everything_back()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await StartAsync(engine, """{"concurrent":1,"requestsPerMinute":10}""");
        using var running = await KeyTests.ChatAsync(gateway, "sk-good");

        using var refused = await KeyTests.ChatAsync(gateway, "sk-good");
        await RefusalTests.AssertErrorAsync(refused, HttpStatusCode.TooManyRequests, "rate_limit_exceeded", null);
        Assert.InRange(int.Parse(Header(refused, HeaderNames.RemainingRequests), System.Globalization.CultureInfo.InvariantCulture), 9, 10);
        engine.Gate.SetResult();
        await running.Content.ReadAsStringAsync();
        await Eventually.True(
            async () =>
            {
                using var next = await KeyTests.ChatAsync(gateway, "sk-good");
                await next.Content.ReadAsStringAsync();
                return next.StatusCode == HttpStatusCode.OK;
            },
            "the place is free again");
    }

    [Fact]
    public async Task What_our_side_could_not_serve_costs_nothing()
    {
        await using var gateway = await StartAsync(null, """{"requestsPerMinute":2}""");
        for (var i = 0; i < 5; i++)
        {
            using var response = await KeyTests.ChatAsync(gateway, "sk-good");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }
    }

    private static async Task SettledAsync(GatewayUnderTest gateway, FakeEngine engine)
    {
        var expected = $"\"requests\":{engine.Requests},";
        await Eventually.True(async () => (await gateway.Admin.GetStringAsync("/admin/usage")).Contains(expected, StringComparison.Ordinal), "the request is settled");
    }

    private static Task<GatewayUnderTest> StartAsync(FakeEngine? engine, string limits, Action<JsonObject>? adjust = null) => GatewayUnderTest.StartAsync(
        new GatewaySetup
        {
            KeysJson = KeyTests.Document($$"""{"sha256":"GOOD","tenant":"acme","limits":{{limits}}}"""),
            HoldLimit = TimeSpan.FromMilliseconds(50),
            Adjust = adjust,
        },
        engine is null ? [] : [engine]);

    internal static string Header(HttpResponseMessage response, string name) => response.Headers.GetValues(name).Single();
}
