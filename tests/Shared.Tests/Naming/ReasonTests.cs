using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class ReasonTests
{
    [Fact]
    public void Names_are_kebab_case_and_are_read_back()
    {
        Assert.Equal("home-below-threshold", ReasonCode.HomeBelowThreshold.Name());
        Assert.Equal("power-of-two-choices", ReasonCode.PowerOfTwoChoices.Name());
        Assert.All(ReasonCodes.All, code =>
        {
            Assert.True(ReasonCodes.TryParse(code.Name(), out var read));
            Assert.Equal(code, read);
            Assert.Equal($"\"{code.Name()}\"", JsonSerializer.Serialize(code));
        });
        Assert.False(ReasonCodes.TryParse("HomeBelowThreshold", out _));
        Assert.False(ReasonCodes.TryParse(null, out _));
    }

    [Fact]
    public void Each_code_has_a_clause_of_its_own_for_people()
    {
        Assert.All(ReasonCodes.All, code => Assert.Matches("^(KV|[a-z]).*[^.]$", code.Sentence()));
        Assert.Equal(ReasonCodes.All.Count, ReasonCodes.All.Select(c => c.Sentence()).Distinct().Count());
    }

    [Fact]
    public void A_set_holds_what_was_put_in() => Seeds.Check(100, (_, random) =>
    {
        var chosen = ReasonCodes.All.Where(_ => random.NextInt(4) == 0).ToArray();
        var set = chosen.OrderBy(_ => random.NextUInt64()).Aggregate(ReasonSet.None, (s, c) => s.With(c));
        Assert.Equal(chosen.Order(), set.Codes());
        Assert.Equal(chosen.Length, set.Count);
        Assert.All(ReasonCodes.All, c => Assert.Equal(chosen.Contains(c), set.Contains(c)));
        Assert.Equal(set, JsonSerializer.Deserialize<ReasonSet>(JsonSerializer.Serialize(set)));
        Assert.Equal(set, set.With(set));
    });

    [Fact]
    public void Unknown_reasons_are_JSON_errors()
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ReasonSet>("[\"because\"]"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ReasonSet>("\"round-robin\""));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ReasonCode>("\"because\""));
    }

    [Fact]
    public void The_last_bit_works()
    {
        var set = ReasonSet.Of((ReasonCode)63).With((ReasonCode)0);
        Assert.True(set.Contains((ReasonCode)63));
        Assert.False(set.Contains((ReasonCode)62));
        Assert.Equal(2, set.Count);
    }
}
