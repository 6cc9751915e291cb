namespace SageServe.Gateway.Tests;

public sealed class TierRulesTests
{
    [Theory]
    [InlineData(null, null, true, ServiceTier.InteractiveFast)]
    [InlineData(null, null, false, ServiceTier.InteractiveNormal)]
    [InlineData("auto", null, false, ServiceTier.InteractiveNormal)]
    [InlineData("priority", null, false, ServiceTier.InteractiveFast)]
    [InlineData("flex", null, true, ServiceTier.NonInteractive)]
    [InlineData("flex", "interactive-fast", true, ServiceTier.InteractiveFast)]
    public void The_header_wins_then_the_body_then_the_default_of_the_call(string? body, string? header, bool streaming, ServiceTier tier)
    {
        Assert.Equal((tier, null), TierRules.Resolve(body, header, streaming, ServiceTier.InteractiveFast));
    }

    [Theory]
    [InlineData("priority", null)]
    [InlineData(null, "interactive-fast")]
    [InlineData(null, null)]
    public void Nobody_gets_above_the_keys_ceiling(string? body, string? header)
    {
        Assert.Equal((ServiceTier.InteractiveNormal, null), TierRules.Resolve(body, header, true, ServiceTier.InteractiveNormal));
    }

    [Fact]
    public void A_wish_below_the_ceiling_is_granted()
    {
        Assert.Equal((ServiceTier.NonInteractive, null), TierRules.Resolve("flex", null, true, ServiceTier.InteractiveFast));
    }
}
