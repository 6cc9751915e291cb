using System.Collections.Immutable;

namespace SageServe.Shared.Tests;

public sealed class StepTableTests
{
    private static readonly ImmutableArray<StepPoint> Table = [new(10, 1), new(20, 3), new(40, 4)];

    [Theory]
    [InlineData(10, 1)]
    [InlineData(20, 3)]
    [InlineData(40, 4)]
    [InlineData(15, 2)]
    [InlineData(30, 3.5)]
    [InlineData(60, 5)]
    [InlineData(5, 0)]
    [InlineData(6, 0.2)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    [InlineData(-4, 0)]
    public void It_is_linear_between_and_beyond_the_points_and_never_negative(double size, double seconds) =>
        Assert.Equal(seconds, StepTable.Seconds(Table, size), 12);

    [Fact]
    public void One_point_is_a_line_through_the_origin() => Assert.Equal(1.5, StepTable.Seconds([new(10, 5)], 3), 12);

    [Fact]
    public void An_ascending_table_gives_ascending_times() => Seeds.Check(100, (_, random) =>
    {
        var size = 0.0;
        var seconds = 0.0;
        var table = Enumerable.Range(0, 2 + random.NextInt(8)).Select(_ => new StepPoint(size += 1 + random.NextInt(50), seconds += random.NextDouble())).ToImmutableArray();
        var last = 0.0;
        for (var x = 0.0; x < size * 1.5; x += size / 37)
        {
            var now = StepTable.Seconds(table, x);
            Assert.True(now >= last - 1e-12, $"{now} after {last} at {x}");
            last = now;
        }
    });
}
