using System.Globalization;

namespace SageServe.Planning.Tests;

/// <summary>
/// Hourly means, one hour ahead, at every hour of the second half of each open series, learnt anew each time from what was known then
/// (the taxi series, ten times as long, at every twenty-third hour).
/// </summary>
public sealed class HourAheadTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TheoryData<string> Names => [.. OpenSeries.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_seasonal_regression_reaches_its_goal(string name)
    {
        var grid = OpenSeries.Read(name, Hour);
        var last = Wape(new LastValueForecaster(), grid);
        var wape = Wape(new SeasonalRegressionForecaster(), grid);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: regression {wape:P2}, last value {last:P2}"));

        Assert.True(wape <= (OpenSeries.All.Single(s => s.Name == name).Goal ?? last * 1.02), $"{wape:P2} against {last:P2}");
    }

    /// <summary>Fitted hourly from what it studied before the first of them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_studied_regression_reaches_it_too(string name)
    {
        var grid = OpenSeries.Read(name, Hour);
        var forecaster = new SeasonalRegressionForecaster();
        var last = Wape(new LastValueForecaster(), grid);
        var wape = Wape(forecaster, grid, forecaster.Study(grid, grid.Length / 2));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: studied regression {wape:P2}, last value {last:P2}"));

        Assert.True(wape <= (OpenSeries.All.Single(s => s.Name == name).Goal ?? last * 1.02), $"{wape:P2} against {last:P2}");
    }

    /// <summary>The table of all methods, quick and studied; it asserts only a sane answer, as their order differs from series to series.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_method_answers(string name)
    {
        var grid = OpenSeries.Read(name, Hour);
        foreach (var forecaster in Forecasters.All.Where(f => f.StepsNeeded(Hour) <= grid.Length / 2))
        {
            var recipe = forecaster.Study(grid, grid.Length / 2);
            var (quick, studied) = (Wape(forecaster, grid), recipe is null ? double.NaN : Wape(forecaster, grid, recipe));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {forecaster.Name}: {quick:P2} studied {studied:P2}"));
            Assert.InRange(quick, 0, 0.6);
            Assert.True(!(studied > 0.6), $"{studied:P2}");
        }
    }

    private static double Wape(IForecaster forecaster, DemandGrid grid, ForecastRecipe? recipe = null)
    {
        Span<double> answer = new double[1];
        var (missed, came) = (0.0, 0.0);
        for (var origin = grid.Length / 2; origin < grid.Length; origin += grid.Length > 2000 ? 23 : 1)
        {
            if (grid.IsPresent(origin))
            {
                forecaster.Fit(grid, origin, recipe).Predict(origin, answer);
                missed += Math.Abs(grid.Values[origin] - Math.Max(0, answer[0]));
                came += grid.Values[origin];
            }
        }

        return missed / came;
    }
}
