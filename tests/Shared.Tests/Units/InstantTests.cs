using System.Text.Json;

namespace SageServe.Shared.Tests;

public sealed class InstantTests
{
    private static readonly Instant Sample = Instant.From(new DateTimeOffset(2026, 3, 2, 8, 30, 15, TimeSpan.Zero));

    [Fact]
    public void Sums_saturate_instead_of_wrapping()
    {
        Assert.Equal(Instant.Max, Sample + TimeSpan.MaxValue);
        Assert.Equal(Instant.Max, Instant.Max + TimeSpan.FromTicks(1));
        Assert.Equal(Instant.Min, Sample - TimeSpan.MaxValue);
        Assert.Equal(Instant.Min, Instant.Min - TimeSpan.FromSeconds(1));
        Assert.Equal(Instant.Min, Sample + TimeSpan.FromTicks(-TimeSpan.MaxValue.Ticks));
    }

    [Fact]
    public void Plus_and_minus_undo_each_other() => Seeds.Check(200, (_, random) =>
    {
        var span = TimeSpan.FromTicks(random.NextInt(int.MaxValue));
        Assert.Equal(Sample, Sample + span - span);
        Assert.Equal(span, Sample + span - Sample);
        Assert.True(Sample < Sample + span || span == TimeSpan.Zero);
        Assert.Equal(Sample, Instant.Earlier(Sample, Sample + span));
        Assert.Equal(Sample + span, Instant.Later(Sample, Sample + span));
    });

    [Fact]
    public void Floors_are_aligned_to_the_epoch_and_hold_the_instant() => Seeds.Check(300, (_, random) =>
    {
        var bin = TimeSpan.FromTicks(1 + random.NextInt(1_000_000_000));
        var instant = new Instant((long)(random.NextDouble() * DateTime.MaxValue.Ticks / 2));
        var floor = instant.FloorTo(bin);
        Assert.Equal(0, (floor.Ticks - DateTime.UnixEpoch.Ticks) % bin.Ticks);
        Assert.InRange(instant.Ticks - floor.Ticks, 0, bin.Ticks - 1);
    });

    [Fact]
    public void A_floor_before_the_epoch_goes_down_as_well()
    {
        var before = new Instant(DateTime.UnixEpoch.Ticks - 1);
        Assert.Equal(new Instant(DateTime.UnixEpoch.Ticks - TimeSpan.TicksPerMinute), before.FloorTo(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void JSON_is_exact_to_the_tick() => Seeds.Check(100, (_, random) =>
    {
        var instant = new Instant(DateTime.UnixEpoch.Ticks + (long)(random.NextDouble() * 1e18));
        Assert.Equal(instant, JsonSerializer.Deserialize<Instant>(JsonSerializer.Serialize(instant)));
    });

    [Fact]
    public void Other_offsets_are_read_as_the_same_moment() =>
        Assert.Equal(Sample, JsonSerializer.Deserialize<Instant>("\"2026-03-02T10:30:15+02:00\""));

    [Fact]
    public void Unix_seconds_go_both_ways()
    {
        Assert.Equal(1772440215.0, Sample.ToUnixSeconds());
        Assert.Equal(Sample, Instant.FromUnixSeconds(1772440215));
        Assert.Equal(Sample + TimeSpan.FromMilliseconds(250), Instant.FromUnixSeconds(1772440215.25));
    }
}
