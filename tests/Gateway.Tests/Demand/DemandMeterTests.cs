using SageServe.Hosting;

namespace SageServe.Gateway.Tests;

public sealed class DemandMeterTests
{
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly ManualTimeProvider _time = new(Start.ToDateTimeOffset());
    private readonly DemandMeter _meter;

    public DemandMeterTests()
    {
        // A minute of envelope time lasts a second of request time.
        var envelope = new EnvelopeDocument(Start, Start, 60);
        _meter = new DemandMeter(new EnvelopeClock(new SteadyClock(_time), envelope), new GatewayOptions { Region = "east", DemandBin = TimeSpan.FromMinutes(1) });
    }

    [Fact]
    public void Rates_are_per_second_of_request_time_and_bins_are_stamped_in_envelope_time()
    {
        _time.Advance(TimeSpan.FromSeconds(0.5));
        _meter.Count(Request(100, 10));
        _meter.Count(Request(50, 20));
        Assert.Empty(_meter.LastComplete());

        _time.Advance(TimeSpan.FromSeconds(0.5));
        var bin = Assert.Single(_meter.LastComplete());
        Assert.Equal(new DemandBin(bin.Series, Start, TimeSpan.FromMinutes(1), 150, 30, 2), bin);
        Assert.Equal(new DemandSeriesId(TestCatalog.Model, new RegionId("east"), ServiceTier.InteractiveFast), bin.Series);
    }

    [Fact]
    public void A_request_at_the_boundary_belongs_to_the_bin_that_begins()
    {
        _meter.Count(Request(10, 1));
        _time.Advance(TimeSpan.FromSeconds(1));
        _meter.Count(Request(20, 1));

        Assert.Equal(10, Assert.Single(_meter.LastComplete()).PromptTokensPerSecond);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(20, Assert.Single(_meter.LastComplete()).PromptTokensPerSecond);
    }

    [Fact]
    public void A_series_once_seen_is_told_as_zero_when_nothing_came()
    {
        _meter.Count(Request(10, 1));
        _time.Advance(TimeSpan.FromSeconds(2));

        var bin = Assert.Single(_meter.LastComplete());
        Assert.Equal((Start + TimeSpan.FromMinutes(1), 0.0), (bin.Start, bin.RequestsPerSecond));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((Start + TimeSpan.FromMinutes(2), 0.0), (Assert.Single(_meter.LastComplete()).Start, _meter.LastComplete()[0].PromptTokensPerSecond));
    }

    [Fact]
    public void Every_request_is_in_exactly_one_bin()
    {
        Seeds.Check(20, (_, random) =>
        {
            var time = new ManualTimeProvider(Start.ToDateTimeOffset());
            var meter = new DemandMeter(
                new EnvelopeClock(new SteadyClock(time), new EnvelopeDocument(Start, Start, 60)), new GatewayOptions { Region = "east", DemandBin = TimeSpan.FromMinutes(1) });
            var (sent, told, last) = (0L, 0.0, Instant.Min);
            for (var i = 0; i < 300; i++)
            {
                time.Advance(TimeSpan.FromMilliseconds(random.NextInt(40)));
                var tokens = 1 + random.NextInt(50);
                meter.Count(Request(tokens, 1));
                sent += tokens;
                told += Told(meter, ref last);
            }

            time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(sent, told + Told(meter, ref last), 6);
        });
    }

    private static double Told(DemandMeter meter, ref Instant last)
    {
        var bins = meter.LastComplete();
        if (bins.IsEmpty || bins[0].Start == last)
        {
            return 0;
        }

        last = bins[0].Start;
        return bins[0].PromptTokensPerSecond;
    }

    private static InferenceRequest Request(int prompt, int output) => new()
    {
        Id = RequestIds.New(),
        Model = TestCatalog.Model,
        Tier = ServiceTier.InteractiveFast,
        Tenant = new TenantId("t"),
        Origin = new RegionId("east"),
        PromptTokens = prompt,
        ExpectedOutputTokens = output,
        Arrived = Start,
        Deadline = Start,
    };
}
