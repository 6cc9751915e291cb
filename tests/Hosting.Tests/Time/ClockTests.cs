namespace SageServe.Hosting.Tests;

public sealed class ClockTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void The_steady_clock_follows_the_monotonic_clock_only()
    {
        var clock = new SteadyClock(_time);
        var start = clock.Now;
        Assert.Equal(_time.GetUtcNow(), start.ToDateTimeOffset());
        _time.Advance(TimeSpan.FromSeconds(1.5));
        _time.SetWallClock(DateTimeOffset.UnixEpoch);
        Assert.Equal(TimeSpan.FromSeconds(1.5), clock.Now - start);
    }

    [Fact]
    public void The_envelope_clock_runs_faster_and_converts_both_ways()
    {
        var real = new SteadyClock(_time);
        var epoch = Instant.From(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));
        var clock = new EnvelopeClock(real, new EnvelopeDocument(real.Now, epoch, 96));
        Assert.Equal(epoch, clock.Now);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(960), clock.Now - epoch);
        Assert.Equal(real.Now, clock.ToReal(clock.Now));
        Assert.Equal(clock.Now, clock.ToEnvelope(real.Now));
        Assert.Equal(TimeSpan.FromSeconds(1), clock.ToReal(TimeSpan.FromSeconds(96)));
        Assert.Same(real, clock.Real);
    }
}
