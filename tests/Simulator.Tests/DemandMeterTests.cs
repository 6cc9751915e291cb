namespace SageServe.Simulator.Tests;

public sealed class DemandMeterTests
{
    private static void Count(DemandMeter meter, SimulatedArrival arrival) =>
        meter.Of(new DemandSeriesId(arrival.Model, arrival.Origin, arrival.Tier)).Count(arrival);

    [Fact]
    public void Rates_are_per_second_of_request_time_and_silent_series_count_as_zero()
    {
        var meter = new DemandMeter(TimeSpan.FromMinutes(1), speed: 60);
        var start = SmallWorld.Start;
        Count(meter, SmallWorld.Request(0, prompt: 300, output: 20));
        Count(meter, SmallWorld.Request(0.5, prompt: 100, output: 10));
        meter.Close(start, whole: true);
        meter.Close(start + TimeSpan.FromMinutes(1), whole: true);

        var bins = meter.Since(start);
        Assert.Equal(2, bins.Length);
        Assert.Equal((400.0, 30.0, 2.0), (bins[0].PromptTokensPerSecond, bins[0].OutputTokensPerSecond, bins[0].RequestsPerSecond));
        Assert.Equal((0.0, start + TimeSpan.FromMinutes(1)), (bins[1].PromptTokensPerSecond, bins[1].Start));
        Assert.Single(meter.Since(start + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_bin_seen_in_part_is_left_out()
    {
        var meter = new DemandMeter(TimeSpan.FromMinutes(1), speed: 1);
        Count(meter, SmallWorld.Request(0));
        meter.Close(SmallWorld.Start, whole: false);
        Assert.Empty(meter.Since(Instant.Min));
    }
}
