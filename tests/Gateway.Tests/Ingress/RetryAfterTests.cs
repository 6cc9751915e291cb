using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace SageServe.Gateway.Tests;

/// <summary>Retry-After is a part of OpenAI's documented answers (openai-openapi, pull request 564): clients rely on it with every refusal that may pass.</summary>
public sealed class RetryAfterTests
{
    [Theory]
    [InlineData("nothing serves", 503)]
    [InlineData("no room in time", 503)]
    [InlineData("too many wait", 503)]
    [InlineData("the engine refuses", 503)]
    [InlineData("the engine breaks", 502)]
    [InlineData("your quota", 429)]
    public async Task OpenAiOpenApi564_every_refusal_that_may_pass_says_when(string why, int status)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(SetupFor(why), why == "nothing serves" ? [] : [engine]);
        using var leaving = new CancellationTokenSource();
        await PrepareAsync(why, gateway, engine, leaving.Token);
        using var response = await SendAsync(gateway, default);
        await leaving.CancelAsync();

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.InRange(Number(response, HeaderNames.RetryAfter), 1, 60);
        Assert.InRange(Number(response, HeaderNames.RetryAfterMs), 1, 60_000);
        Assert.Matches("^(true|false)$", Text(response, HeaderNames.ShouldRetry));
    }

    private static GatewaySetup SetupFor(string why) => new()
    {
        HoldLimit = why == "too many wait" ? TimeSpan.FromMinutes(1) : TimeSpan.FromMilliseconds(300),
        Routing = new JsonObject { ["ReplicaBoundSeconds"] = 0.05, ["MaxHeld"] = 1, ["ReturnWithin"] = "00:00:00" },
        KeysJson = why == "your quota" ? KeyTests.Document("""{"sha256":"GOOD","tenant":"acme","limits":{"requestsPerMinute":1}}""") : null,
    };

    private static async Task PrepareAsync(string why, GatewayUnderTest gateway, FakeEngine engine, CancellationToken leaving)
    {
        engine.Fault = why switch
        {
            "the engine refuses" => EngineFault.Status503,
            "the engine breaks" => EngineFault.CutBeforeHeaders,
            "no room in time" or "too many wait" => EngineFault.Hang,
            _ => EngineFault.None,
        };
        if (engine.Fault == EngineFault.Hang)
        {
            _ = SendAsync(gateway, leaving);
            await Eventually.True(() => engine.Requests == 1, "one runs");
        }

        if (why == "too many wait")
        {
            _ = SendAsync(gateway, leaving);
            var flow = gateway.Services.GetRequiredService<DispatchTable>()[TestCatalog.Model];
            await Eventually.True(() => flow.Read().Held.Sum() == 1, "one waits");
        }

        if (why == "your quota")
        {
            using var first = await SendAsync(gateway, default);
        }
    }

    private static Task<HttpResponseMessage> SendAsync(GatewayUnderTest gateway, CancellationToken cancellation) => gateway.PostAsync(
        "/v1/chat/completions", GatewayUnderTest.ChatBody(stream: true), h => h.TryAddWithoutValidation("Authorization", "Bearer sk-good"), cancellation);

    private static string Text(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? values.Single() : "";

    private static double Number(HttpResponseMessage response, string name) =>
        double.TryParse(Text(response, name), CultureInfo.InvariantCulture, out var number) ? number : -1;
}
