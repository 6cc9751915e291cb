namespace SageServe.Planning.Tests;

public sealed class ForecasterTests
{
    private static readonly int Day = 144;

    [Fact]
    public void Last_value_takes_the_last_step_that_is_there()
    {
        var grid = new DemandGrid([3, 5, 0], [true, true, false], TraceSeries.Step, TestWorld.Start);
        Assert.Equal([5, 5], Predict(new LastValueForecaster(), grid, 3, 2));
    }

    [Fact]
    public void Seasonal_naive_repeats_yesterday_and_looks_further_back_over_a_gap()
    {
        var present = Enumerable.Repeat(true, 2 * Day).ToArray();
        present[Day + 1] = false;
        var grid = new DemandGrid([.. Enumerable.Range(0, 2 * Day).Select(i => (double)i)], present, TraceSeries.Step, TestWorld.Start);

        Assert.Equal([Day, 1, Day + 2], Predict(new SeasonalNaiveForecaster("day", TimeSpan.FromDays(1)), grid, 2 * Day, 3));
    }

    [Fact]
    public void Shape_foresees_a_daily_rise_at_the_level_of_now()
    {
        // Three days of the same shape, the last one half as high again: the forecast is the shape at that level.
        static double Shape(int t) => 100 + 50 * Math.Sin(2 * Math.PI * t / 144);
        var grid = TraceSeries.Grid(Enumerable.Range(0, 3 * Day + 30).Select(t => Shape(t) * (t < 3 * Day ? 1 : 1.5)));

        var forecast = Predict(new ShapeForecaster("shape-day", TimeSpan.FromDays(1), 3), grid, 3 * Day + 30, 8);

        Assert.All(forecast.Select((f, h) => f / (1.5 * Shape(30 + h))), ratio => Assert.InRange(ratio, 0.98, 1.02));
    }

    [Fact]
    public void No_forecaster_knows_the_future()
    {
        Seeds.Check(5, (_, random) =>
        {
            var values = Enumerable.Range(0, 1300).Select(t => 50 + 30 * Math.Sin(t / 23.0) + 5 * random.NextGaussian()).ToArray();
            const int origin = 1200;
            var other = values.Select((v, t) => t < origin ? v : 1e6 * random.NextDouble());
            foreach (var forecaster in Forecasters.All)
            {
                var a = new double[12];
                var b = new double[12];
                forecaster.Fit(TraceSeries.Grid(values), origin, recipe: null).Predict(origin, a);
                forecaster.Fit(TraceSeries.Grid(other), origin, recipe: null).Predict(origin, b);
                Assert.Equal(a, b);
            }
        });
    }

    private static double[] Predict(IForecaster forecaster, DemandGrid grid, int origin, int steps)
    {
        var horizon = new double[steps];
        forecaster.Fit(grid, origin, recipe: null).Predict(origin, horizon);
        return horizon;
    }
}
