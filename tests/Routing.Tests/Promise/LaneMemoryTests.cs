namespace SageServe.Routing.Tests;

/// <summary>What a lane's promise learns of work to come and of its pace, and takes over from another start.</summary>
public sealed class LaneMemoryTests
{
    private static readonly Instant Now = Instant.FromUnixSeconds(1_700_006_400);
    private static readonly TenantId Tenant = new("t");
    private static readonly PromiseOptions Options = new();

    [Fact]
    public void Work_that_comes_a_batch_at_a_time_is_not_counted_on_before_it_is_likely_to_be_there()
    {
        // As much comes in either way: 7200 replica seconds an hour, in one piece or in sixty.
        var (lumps, drops) = (new PatientInflow(), new PatientInflow());
        var at = Now;
        for (var minute = 0; minute < 24 * 60; minute++, at += TimeSpan.FromMinutes(1))
        {
            drops.Add(at, new TenantId("t"), TimeSpan.FromHours(4), 120);
            if (minute % 60 == 30)
            {
                lumps.Add(at, new TenantId("t"), TimeSpan.FromHours(4), 7200);
            }
        }

        Assert.InRange(lumps.Rates(at).Single().Rate / drops.Rates(at).Single().Rate, 0.9, 1.1);
        Assert.InRange(lumps.Lag(at).TotalMinutes, 27, 33);
        Assert.InRange(drops.Lag(at).TotalMinutes, 0.45, 0.55);
        Assert.Equal(TimeSpan.Zero, new PatientInflow().Lag(at));
    }

    [Fact]
    public void What_was_learnt_is_taken_over_where_it_is_more_than_is_known_and_is_surer_the_younger_it_is()
    {
        var taught = new LanePromise(Options);
        var (at, lines) = (Now, 100_000L);
        for (var minute = 0; minute <= 24 * 60; minute++, at += TimeSpan.FromMinutes(1))
        {
            // Of the one replica that is free twice as much is had.
            lines -= 2;
            taught.Observe(new LaneReading(at, new HeadroomLevel(4, 3), [BacklogGroup.Whole("mine", Tenant, Now + TimeSpan.FromHours(48), lines, lines * 60, 5)], null));
        }

        Assert.InRange(taught.Pace.Share, 1.8, 2.2);
        var now = at - TimeSpan.FromMinutes(1);
        var memory = taught.Save()!;
        var other = new LanePromise(Options);
        Assert.Null(other.Save());
        other.Recall(now, memory);
        Assert.Equal(taught.Pace, other.Pace);
        var reading = new LaneReading(now, new HeadroomLevel(4, 3), [], null);
        other.Observe(reading);
        var fresh = new LanePromise(Options);
        fresh.Observe(reading);
        Assert.Equal((HeadroomOrigin.History, HeadroomOrigin.Present), (other.Headroom.Origin, fresh.Headroom.Origin));

        // A day and a half later it is less sure.
        var late = new LanePromise(Options);
        late.Recall(now + TimeSpan.FromDays(1.5), memory);
        Assert.True(late.Pace.Variance > taught.Pace.Variance);

        // Who knows better keeps what he knows.
        taught.Recall(now, new LaneMemory(now - TimeSpan.FromHours(3), new ReleasePace(1, 0.2), []));
        Assert.Equal(other.Pace, taught.Pace);
        Assert.Equal(memory.History, taught.Save()!.History);
    }
}
