namespace SageServe.Scaler.Tests;

public sealed class DemandTrailTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);
    private static readonly Instant Start = Instant.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
    private static readonly ModelId Model = new("llama");

    private readonly DemandTrail _trail = new(new PlanningOptions { ForecastStep = Step });

    [Fact]
    public void Regions_add_up_and_bins_of_a_step_are_averaged_once()
    {
        var east = Bin("eastus", 0, 10);
        _trail.Add(Start + Step, [east, Bin("eastus", 1, 30), Bin("westus", 0, 5)], null);
        _trail.Add(Start + Step, [east], null);

        var point = Assert.Single(Assert.Single(_trail.ToDocument().Models).Points);
        Assert.Equal(new DemandPoint(Start, 25, null, null, null), point);
    }

    [Fact]
    public void The_forecast_of_a_step_that_is_over_is_not_rewritten()
    {
        _trail.Add(Start, null, Plan(Start, 100));
        _trail.Add(Start + Step * 1.5, null, Plan(Start, 200));

        Assert.Equal([100, 200, 200], Assert.Single(_trail.ToDocument().Models).Points.Select(p => p.Median!.Value));
    }

    [Fact]
    public void A_day_is_kept()
    {
        _trail.Add(Start, [Bin("eastus", 0, 10)], Plan(Start, 100));
        _trail.Add(Start + TimeSpan.FromDays(1) + Step, [Bin("eastus", 1, 10)], null);

        Assert.Equal([Start + Step, Start + Step * 2], Assert.Single(_trail.ToDocument().Models).Points.Select(p => p.At));
    }

    private static DemandBin Bin(string region, int minute, double rate) =>
        new(new DemandSeriesId(Model, new RegionId(region), ServiceTier.InteractiveFast), Start + Minute * minute, Minute, rate, 1, 1);

    private static PlanDocument Plan(Instant from, double median) => new()
    {
        Epoch = 1,
        Version = 1,
        IssuedAt = from,
        ExpiresAt = from + Step,
        Strategy = "lt-ua",
        Allocator = "greedy",
        Targets = [],
        Forecasts =
        [
            new SeriesForecast(
                new DemandSeriesId(Model, new RegionId("eastus"), ServiceTier.InteractiveFast),
                "last-value",
                median,
                null,
                [.. Enumerable.Range(0, 3).Select(i => new ForecastPoint(from + Step * i, median, median - 1, median + 1))]),
        ],
    };
}
