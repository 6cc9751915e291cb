namespace SageServe.Planning.Tests;

public sealed class SloTrackTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly DeploymentId Deployment = LedgerRig.Pool.Deployment;
    private readonly DemandHistory _bins = new(Minute, TimeSpan.FromDays(1));
    private readonly SloTrack _track = new();

    [Fact]
    public void A_reading_is_spread_over_its_time_and_a_bin_in_part_is_not_known()
    {
        Add(30, 210, met: 9);

        Assert.Null(At(0));
        Assert.Equal((3.0, 3.0), (At(1)!.Value.Fast.Met, At(2)!.Value.Fast.Met));
        Assert.Null(At(3));

        Add(210, 240, met: 1);
        Assert.Equal(2.5, At(3)!.Value.Fast.Met, 9);
    }

    [Fact]
    public void Another_model_or_region_has_its_own()
    {
        Add(0, 60, met: 5);

        Assert.Equal(0, _track.At(Deployment with { Model = TestWorld.Small }, Number(0), Minute)!.Value.Fast.All);
        Assert.Null(_track.At(Deployment with { Region = TestWorld.Regions[1] }, Number(0), Minute));
    }

    [Fact]
    public void Only_so_many_bins_are_kept_and_what_is_no_number_is_refused()
    {
        Add(0, 3600, met: 60, keep: 10);

        Assert.Null(At(49));
        Assert.Equal(1, At(50)!.Value.Fast.Met, 9);

        Add(3600, 3660, met: double.NaN);
        Add(3720, 3660, met: 1);
        Assert.Null(At(60));
    }

    private static Instant Time(double seconds) => TestWorld.Start + TimeSpan.FromSeconds(seconds);

    private long Number(int minute) => _bins.Number(Time(minute * 60));

    private SloTally? At(int minute) => _track.At(Deployment, Number(minute), Minute);

    private void Add(double from, double to, double met, int keep = 100) =>
        _track.Add(new SloReading(Deployment.Region, Time(from), Time(to), [new SloCount(Deployment.Model, ServiceTier.InteractiveFast, met, 0)]), _bins, keep);
}
