using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class KeyRulesTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void A_full_key_is_fine_and_its_json_comes_back_the_same()
    {
        const string json = """
            {"keys":[{"id":"k1","sha256":"HASH","created":"2026-11-22T06:00:00.0000000Z","tenant":"acme","name":"ci","tierCeiling":"interactive-normal",
            "streamTier":"interactive-normal","callTier":"non-interactive","models":["m"],"regions":["eu"],"expires":"2027-01-01T00:00:00.0000000Z",
            "limits":{"requestsPerMinute":60,"tokensPerMinute":150000,"usdPerDay":2.50,"concurrent":4}}]}
            """;
        var document = Parse(json.Replace("HASH", Hash, StringComparison.Ordinal));

        Assert.Empty(KeyRules.Check(document));
        var written = JsonSerializer.Serialize(document, SharedJson.Default.KeysDocument);
        Assert.Equal(written, JsonSerializer.Serialize(Parse(written), SharedJson.Default.KeysDocument));
        Assert.Equal(2.50m, document.Keys[0].Limits.UsdPerDay);
        Assert.Equal("k1", document.Keys[0].EffectiveId);
    }

    [Fact]
    public void Every_problem_of_every_key_is_listed()
    {
        var document = new KeysDocument(
        [
            Key() with { Sha256 = "zz", TierCeiling = ServiceTier.InteractiveNormal, StreamTier = ServiceTier.InteractiveFast },
            Key() with { Id = "not an id", Models = ["m", "m", " "] },
            Key() with { Id = "twice", Limits = new KeyLimits { RequestsPerMinute = 0, UsdPerDay = -1 } },
            Key() with { Id = "twice", Sha256 = new string('b', 64), Limits = new KeyLimits { TokensPerMinute = KeyRules.MostPerMinute + 1, Concurrent = 0 } },
        ]);

        var problems = string.Join('\n', KeyRules.Check(document));

        foreach (var word in new[] { "keys[0]: sha256", "streamTier interactive-fast", "id takes", "models holds an empty", "models holds a name twice", "requestsPerMinute 0", "usdPerDay -1", "tokensPerMinute 1000000001", "concurrent 0", "id 'twice' stands 2", "sha256 '" })
        {
            Assert.Contains(word, problems, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"keys":[{"sha256":"x","tenant":"t","limits":{"requestPerMinute":1}}]}""", "requestPerMinute")]
    [InlineData("""{"keys":[{"sha256":"x"}]}""", "tenant")]
    [InlineData("""{"keys":[{"sha256":"x","tenant":"t","tierCeiling":"gold"}]}""", "gold")]
    public void A_misspelt_limit_or_a_missing_tenant_is_refused_and_not_ignored(string json, string word) =>
        Assert.Contains(word, Assert.ThrowsAny<JsonException>(() => Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_key_without_an_id_is_named_by_its_hash() => Assert.Equal("key_aaaaaaaaaaaaaaaa", Key().EffectiveId);

    private static KeyDocument Key() => new() { Sha256 = Hash, Tenant = new TenantId("t") };

    private static KeysDocument Parse(string json) => JsonSerializer.Deserialize(json, SharedJson.Default.KeysDocument)!;
}
