namespace SageServe.Planning.Tests;

public sealed class SeriesForecasterTests
{
    private static readonly ForecastWindow Window = new(Lead: 2, Horizon: 8, Stride: 6);

    [Fact]
    public void Without_history_nothing_is_forecast()
    {
        var band = TraceSeries.Forecast(TraceSeries.Grid([]), Window);
        Assert.Equal(("none", "no-history"), (band.Method, band.Reason));
        Assert.Empty(band.Points);
    }

    [Fact]
    public void Short_history_falls_back_to_the_last_value_and_says_so()
    {
        var band = TraceSeries.Forecast(TraceSeries.Grid([4, 5, 6]), Window);
        Assert.Equal(("last-value", "short-history"), (band.Method, band.Reason));
        Assert.Null(band.Score);
        Assert.All(band.Points, p => Assert.Equal((6.0, true), (Math.Round(p.Median, 9), p.Low < 6 && p.High > 6)));
        Assert.Contains("too short", band.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_daily_pattern_is_forecast_by_a_method_that_knows_it()
    {
        var grid = TraceSeries.Grid(Enumerable.Range(0, 14 * 144).Select(t => 100 + 80 * Math.Sin(2 * Math.PI * t / 144)));

        var band = TraceSeries.Forecast(grid, Window);

        Assert.Equal("backtest", band.Reason);
        Assert.True(band.Score!.Wape < 0.01, $"{band.Method} {band.Score.Wape}");
        Assert.All(band.Points.Select((p, h) => p.Median - (100 + 80 * Math.Sin(2 * Math.PI * h / 144))), error => Assert.InRange(error, -2, 2));
        Assert.Equal(grid.End, band.Points[0].At);
    }

    [Fact]
    public void Bands_are_finite_ordered_and_not_negative_whatever_the_series()
    {
        Seeds.Check(60, (seed, random) =>
        {
            var scale = Math.Pow(10, random.NextInt(10) - 2);
            var values = new double[random.NextInt(700)];
            var present = new bool[values.Length];
            for (var t = 0; t < values.Length; t++)
            {
                present[t] = random.NextDouble() > 0.2 && (seed % 5 != 0 || t % 200 < 150);
                values[t] = !present[t] || random.NextDouble() < 0.3 ? 0 : scale * random.NextExponential(1) * (random.NextDouble() < 0.01 ? 1e4 : 1);
            }

            var band = TraceSeries.Forecast(new DemandGrid(values, present, TraceSeries.Step, TestWorld.Start), Window);

            Assert.All(band.Points, p => Assert.True(
                double.IsFinite(p.High) && 0 <= p.Low && p.Low <= p.Median && p.Median <= p.High, $"{band.Method} {p}"));
            Assert.True(band.Score is null || double.IsFinite(band.Score.Wape));
        });
    }

    [Fact]
    public void The_band_holds_about_nine_of_ten_values_that_come()
    {
        Seeds.Check(3, (_, random) =>
        {
            var values = Enumerable.Range(0, 10 * 144).Select(t => (100 + 60 * Math.Sin(2 * Math.PI * t / 144)) * Math.Exp(0.2 * random.NextGaussian())).ToArray();
            var inside = 0;
            var total = 0;
            for (var origin = 8 * 144; origin + 8 <= values.Length; origin += 6)
            {
                foreach (var (p, actual) in TraceSeries.Forecast(TraceSeries.Grid(values.Take(origin)), Window).Points.Zip(values.Skip(origin)).Skip(2))
                {
                    inside += actual >= p.Low && actual <= p.High ? 1 : 0;
                    total++;
                }
            }

            Assert.InRange(inside / (double)total, 0.82, 0.97);
        });
    }
}
