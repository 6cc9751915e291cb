namespace SageServe.Planning.Tests;

public sealed class LoadReadingsTests
{
    private static readonly PoolId Pool = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);

    [Fact]
    public void The_load_is_the_larger_signal_averaged_over_three_readings()
    {
        var readings = new LoadReadings();

        Assert.Equal(0.3, readings.Read(TestWorld.Facts(Pool, 2, kv: 0.3, pressure: 0.1)));
        Assert.Equal(0.65, readings.Read(TestWorld.Facts(Pool, 2, kv: 0.3, pressure: 7))!.Value, 12);
        Assert.Equal(0.5, readings.Read(TestWorld.Facts(Pool, 2, kv: 0.2, pressure: 0.1))!.Value, 12);
        Assert.Equal((1 + 0.2 + 0.6) / 3, readings.Read(TestWorld.Facts(Pool, 2, kv: 0.6))!.Value, 12);
    }

    [Fact]
    public void An_unknown_load_forgets_the_past()
    {
        var readings = new LoadReadings();
        readings.Read(TestWorld.Facts(Pool, 2, kv: 0.9));

        Assert.Null(readings.Read(TestWorld.Facts(Pool, 0)));
        Assert.Equal(0.1, readings.Read(TestWorld.Facts(Pool, 2, kv: 0.1)));
    }
}
