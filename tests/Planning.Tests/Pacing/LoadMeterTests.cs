namespace SageServe.Planning.Tests;

public sealed class LoadMeterTests
{
    private static readonly PoolId Pool = TestWorld.Pool(TestWorld.Large, TestWorld.Regions[0]);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void One_long_prompt_is_no_load()
    {
        var meter = new LoadMeter(Minute * 5, Minute * 5);
        for (var i = 0; i < 20; i++)
        {
            var (load, sustained) = meter.Read(TestWorld.Start + Minute * i, TestWorld.Facts(Pool, 2, kv: 0.2, pressure: i == 10 ? 9 : 0), busy: 0.3);
            Assert.Equal(0.3, load);
            Assert.Equal(i < 5 ? null : 0.3, sustained);
        }
    }

    [Fact]
    public void KV_readings_count_as_long_as_they_stood()
    {
        var meter = new LoadMeter(Minute * 5, Minute * 5);
        Assert.Equal(0.8, meter.Read(TestWorld.Start, TestWorld.Facts(Pool, 2, kv: 0.8), null).Load!.Value, 6);
        Assert.Equal(0.2, meter.Read(TestWorld.Start + Minute * 3, TestWorld.Facts(Pool, 2, kv: 0.2), null).Load!.Value, 6);
        Assert.Equal((0.2 * 3 + 1.0) / 4, meter.Read(TestWorld.Start + Minute * 4, TestWorld.Facts(Pool, 2, kv: 1), null).Load!.Value, 6);
    }

    [Fact]
    public void A_load_is_sustained_at_the_least_of_its_time_whatever_the_pressure()
    {
        var meter = new LoadMeter(Minute * 2, Minute * 3);
        double? least = null;
        foreach (var (kv, i) in new[] { 0.2, 0.95, 1, 0.92, 0.99 }.Select((p, i) => (p, i)))
        {
            least = meter.Read(TestWorld.Start + Minute * i, TestWorld.Facts(Pool, 2, kv: kv, pressure: i == 3 ? 0 : 9), 0.1).Sustained;
        }

        Assert.Equal(0.92, least);
    }

    [Fact]
    public void An_unknown_load_forgets_the_past()
    {
        var meter = new LoadMeter(Minute * 5, Minute);
        meter.Read(TestWorld.Start, TestWorld.Facts(Pool, 2, kv: 0.9), 0.1);
        Assert.Equal((null, null), meter.Read(TestWorld.Start + Minute, TestWorld.Facts(Pool, 0), null));
        Assert.Equal(0.1, meter.Read(TestWorld.Start + Minute * 2, TestWorld.Facts(Pool, 2, kv: 0.1), 0.05).Load!.Value, 6);
    }
}
