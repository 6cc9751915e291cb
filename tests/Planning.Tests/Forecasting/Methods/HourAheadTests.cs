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

    /// <summary>The table of all methods; it asserts only that each gives an answer, as their order differs from series to series.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Every_method_answers(string name)
    {
        var grid = OpenSeries.Read(name, Hour);
        foreach (var forecaster in Forecasters.All.Where(f => f.StepsNeeded(Hour) <= grid.Length / 2))
        {
            var wape = Wape(forecaster, grid);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {forecaster.Name}: {wape:P2}"));
            Assert.InRange(wape, 0, 1.5);
        }
    }

    private static double Wape(IForecaster forecaster, DemandGrid grid)
    {
        Span<double> answer = new double[1];
        var (missed, came) = (0.0, 0.0);
        for (var origin = grid.Length / 2; origin < grid.Length; origin += grid.Length > 2000 ? 23 : 1)
        {
            if (grid.IsPresent(origin))
            {
                forecaster.Fit(grid, origin, recipe: null).Predict(origin, answer);
                missed += Math.Abs(grid.Values[origin] - Math.Max(0, answer[0]));
                came += grid.Values[origin];
            }
        }

        return missed / came;
    }
}
