using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace SageServe.Gateway.Tests;

public sealed class KeyTests
{
    private static readonly string Keys = $$"""{"keys":[{"sha256":"{{Hash("sk-good")}}","tenant":"acme","tierCeiling":"interactive-normal"}]}""";

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

    [Fact]
    public async Task A_known_key_is_served_within_its_ceiling()
    {
        await using var engine = await FakeEngine.StartAsync();
        await using var gateway = await GatewayUnderTest.StartAsync(new GatewaySetup { KeysJson = Keys }, engine);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", GatewayUnderTest.ChatBody("\"service_tier\":\"priority\",", stream: true),
            headers => headers.TryAddWithoutValidation("Authorization", "Bearer sk-good"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("interactive-normal", response.Headers.GetValues(HeaderNames.Tier).Single());
    }

    private static string Hash(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
