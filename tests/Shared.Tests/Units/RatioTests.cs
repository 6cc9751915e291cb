using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class RatioTests
{
    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Utilization_refuses_what_is_no_share(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Utilization(value));
    }

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(0.5, 0.5)]
    [InlineData(7, 1)]
    [InlineData(double.NaN, 1)]
    public void A_measured_utilization_is_clipped_and_unknown_counts_as_full(double value, double expected) =>
        Assert.Equal(expected, Utilization.Clip(value).Value);

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Pressure_and_rates_refuse_what_cannot_be(double value)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Pressure(value));
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenRate(value));
    }

    [Fact]
    public void Pressure_may_exceed_one() => Assert.Equal(new Pressure(3), Pressure.Larger(new Pressure(3), new Pressure(1)));

    [Fact]
    public void Units_are_plain_numbers_in_JSON_and_bad_ones_are_JSON_errors()
    {
        Assert.Equal("0.25", JsonSerializer.Serialize(new Utilization(0.25)));
        Assert.Equal(new TokenRate(12.5), JsonSerializer.Deserialize<TokenRate>("12.5"));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Utilization>("1.5"));
    }
}
