using System.Globalization;

namespace SageServe.Planning.Tests;

/// <summary>On real load: the chosen method must not lose to the last value, and should be clearly better where there is a day to know.</summary>
public sealed class RealSeriesTests(ITestOutputHelper output)
{
    private static readonly ForecastWindow Window = new(Lead: 2, Horizon: 8, Stride: 6);

    [Fact]
    public void The_papers_model_A_is_forecast_no_worse_than_by_its_last_value() => Check(TraceSeries.PaperModelA(), worst: 1.02);

    [Fact]
    public void A_code_service_is_forecast_clearly_better_than_by_its_last_value() => Check(TraceSeries.AzureCode(), worst: 0.75);

    /// <summary>A rolling run: at each hour of the last two days the whole choice is made anew from what was known then.</summary>
    private void Check(DemandGrid grid, double worst)
    {
        var (missed, naive, came) = (0.0, 0.0, 0.0);
        var methods = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (var origin = grid.Length - 2 * 144; origin + Window.Horizon <= grid.Length; origin += Window.Stride)
        {
            var known = TraceSeries.Grid(grid.Values.Take(origin));
            var band = TraceSeries.Forecast(known, Window);
            methods[band.Method] = methods.GetValueOrDefault(band.Method) + 1;
            for (var h = Window.Lead; h < Window.Horizon; h++)
            {
                missed += Math.Abs(grid.Values[origin + h] - band.Points[h].Median);
                naive += Math.Abs(grid.Values[origin + h] - grid.Values[origin - 1]);
                came += grid.Values[origin + h];
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"WAPE {missed / came:P1}, last value {naive / came:P1}; {string.Join(", ", methods.Select(m => $"{m.Key} x{m.Value}"))}"));
        Assert.True(missed <= naive * worst, $"{missed / came:P1} against {naive / came:P1}");
    }
}
