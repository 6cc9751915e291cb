using System.Net;
using System.Text.Json.Nodes;
using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class KeyTests
{
    private static readonly string Keys = Document("""{"sha256":"GOOD","tenant":"acme","tierCeiling":"interactive-normal"}""");

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer sk-bad")]
    [InlineData("Basic sk-good")]
    [InlineData("sk-good")]
    public async Task Without_a_known_key_the_answer_is_401(string? authorization)
    {
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { KeysJson = Keys });

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", GatewayUnderTest.ChatBody(), headers => headers.TryAddWithoutValidation("Authorization", authorization));

        await RefusalTests.AssertErrorAsync(response, HttpStatusCode.Unauthorized, "invalid_api_key", null);
        using var models = await gateway.Client.GetAsync("/v1/models");
        Assert.Equal(HttpStatusCode.Unauthorized, models.StatusCode);
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-good")]
    [InlineData("x-api-key", "sk-good")]
    public async Task A_known_key_is_served_within_its_ceiling_in_OpenAIs_and_in_Anthropics_header(string header, string value)
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { KeysJson = Keys }, engine);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", GatewayUnderTest.ChatBody("\"service_tier\":\"priority\",", stream: true), headers => headers.TryAddWithoutValidation(header, value));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("interactive-normal", response.Headers.GetValues(HeaderNames.Tier).Single());
    }

    [Fact]
    public async Task A_key_may_be_bound_to_models_default_tiers_and_regions_and_may_expire()
    {
        await using var engine = await FakeEngine.StartAsync();
        var setup = new GatewaySetup
        {
            KeysJson = Document(
                """{"sha256":"GOOD","tenant":"acme","models":["alias-a"],"streamTier":"interactive-normal"}""",
                """{"sha256":"WEST","tenant":"acme","regions":["west"]}""",
                """{"sha256":"OLD","tenant":"acme","expires":"2026-01-01T00:00:00Z"}"""),
            HoldLimit = TimeSpan.FromMilliseconds(100),
        };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);

        using var forbidden = await ChatAsync(gateway, "sk-good", "model-a");
        await RefusalTests.AssertErrorAsync(forbidden, HttpStatusCode.NotFound, "model_not_found", "model");
        using var one = await GetAsync(gateway, "sk-good", "/v1/models/model-a");
        Assert.Equal(HttpStatusCode.NotFound, one.StatusCode);
        using var list = await GetAsync(gateway, "sk-good", "/v1/models");
        var data = JsonNode.Parse(await list.Content.ReadAsStringAsync())!["data"]!.AsArray();
        Assert.Equal(["alias-a"], data.Select(m => (string)m!["id"]!));

        using var allowed = await ChatAsync(gateway, "sk-good", "alias-a");
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.Equal("interactive-normal", allowed.Headers.GetValues(HeaderNames.Tier).Single());
        using var elsewhere = await ChatAsync(gateway, "sk-west", "model-a");
        Assert.False(elsewhere.IsSuccessStatusCode);
        Assert.Equal(1, engine.Requests);
        using var expired = await ChatAsync(gateway, "sk-old", "model-a");
        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);
    }

    [Fact]
    public async Task Clients_keys_never_reach_the_engine_and_the_engines_key_never_reaches_a_client()
    {
        await using var engine = await FakeEngine.StartAsync();
        engine.EchoesHeaders = true;
        var setup = new GatewaySetup { KeysJson = Keys, Adjust = g => g["Forwarding"] = new JsonObject { ["EngineKey"] = "engine-secret" } };
        await using var gateway = await GatewayUnderTest.StartAsync(setup, engine);

        using var response = await gateway.PostAsync("/v1/chat/completions", GatewayUnderTest.ChatBody(), headers =>
        {
            headers.TryAddWithoutValidation("Authorization", "Bearer sk-good");
            headers.TryAddWithoutValidation("x-api-key", "sk-good");
            headers.TryAddWithoutValidation("Cookie", "session=sk-good");
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(engine.Seen.TryDequeue(out var seen));
        Assert.Equal("Bearer engine-secret", seen.Headers.Authorization.ToString());
        Assert.DoesNotContain(seen.Headers, h => h.Value.ToString().Contains("sk-good", StringComparison.Ordinal));
        Assert.True(response.Headers.Contains("x-echo-Accept"), "the engine echoes");
        Assert.DoesNotContain("engine-secret", response.Headers.ToString(), StringComparison.Ordinal);
    }

    internal static Task<HttpResponseMessage> ChatAsync(GatewayUnderTest gateway, string key, string model = "model-a", string? extra = null, bool stream = true) =>
        gateway.PostAsync("/v1/chat/completions", GatewayUnderTest.ChatBody(extra, stream, model), h => h.Authorization = new("Bearer", key));

    internal static string Document(params string[] keys) =>
        ("{\"keys\":[" + string.Join(',', keys) + "]}")
            .Replace("GOOD", ApiKeySecret.HashOf("sk-good"), StringComparison.Ordinal)
            .Replace("WEST", ApiKeySecret.HashOf("sk-west"), StringComparison.Ordinal)
            .Replace("OLD", ApiKeySecret.HashOf("sk-old"), StringComparison.Ordinal);

    private static Task<HttpResponseMessage> GetAsync(GatewayUnderTest gateway, string key, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", key);
        return gateway.Client.SendAsync(request);
    }
}
