namespace SageServe.Planning.Tests;

public sealed class WaterLevelTests
{
    [Theory]
    [InlineData(2, 13.0 / 3)]
    [InlineData(0.5, 2)]
    [InlineData(10, 12.5)]
    public void Work_fills_the_troughs_first(double work, double level) => Assert.Equal(level, WaterLevel.Of([1, 5, 3, 1], work), 9);

    [Fact]
    public void Between_the_loads_and_the_level_lies_the_work() => Seeds.Check(100, (_, random) =>
    {
        var loads = Enumerable.Range(0, 1 + random.NextInt(20)).Select(_ => random.NextDouble() * 100).ToArray();
        var work = random.NextDouble() * 100;

        var level = WaterLevel.Of(loads, work);
        Assert.Equal(work, loads.Average(l => Math.Max(0, level - l)), 6);
    });
}
