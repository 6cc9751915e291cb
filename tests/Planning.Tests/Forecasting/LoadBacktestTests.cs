namespace SageServe.Planning.Tests;

/// <summary>The door that the command line and the benchmark use.</summary>
public sealed class LoadBacktestTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData("A_prod", 0.11, 0.87)]
    [InlineData("code", 0.09, 0.50)]
    public void A_real_load_is_forecast_well_and_its_band_holds(string series, double wape, double peak)
    {
        var grid = series == "code" ? TraceSeries.AzureCode() : TraceSeries.PaperModelA();
        var history = new LoadHistory(grid.End - grid.Step * grid.Length, grid.Step, [.. grid.Values]);

        var hourly = LoadBacktest.Run(history, new LoadQuestion { Step = Hour });
        var rows = LoadBacktest.Run(history, new LoadQuestion { Step = grid.Step, Window = Hour, Stride = 3 }).Rows;

        output.WriteLine($"{hourly.Wape:P2}, band {hourly.Coverage90:P1}");
        Assert.InRange(hourly.Wape, 0, wape);
        Assert.True(hourly.Wape < hourly.Methods[0].Wape);
        Assert.InRange(hourly.Coverage90, 0.8157, 0.9843);
        Assert.Equal(84, hourly.Origins);
        Assert.Equal(3, rows.Select(r => r.Lead).Distinct().Count());
        Assert.InRange(rows.Sum(r => Loss(r.Came, r.Peak.Q90)) / Best(f => rows.Sum(r => Loss(r.Came, f * r.LastBin))), 0, peak);

        static double Loss(double came, double forecast) => Math.Max(0.9 * (came - forecast), -0.1 * (came - forecast));
        static double Best(Func<double, double> loss) => Enumerable.Range(50, 400).Min(f => loss(f / 100.0));
    }

    [Fact]
    public void Nothing_that_comes_after_an_origin_changes_what_was_said_there() => Seeds.Check(1, (_, random) =>
    {
        double[] values = [.. Enumerable.Range(0, 8 * 144).Select(t => 100 * (1.5 + Math.Sin(2 * Math.PI * t / 144)) * Math.Exp(0.1 * random.NextGaussian()))];
        var cut = 6 * 144;
        double[] other = [.. values.Select((v, t) => t < cut ? v : 37 * v)];

        var said = Rows(values).Where(r => r.Origin <= TestWorld.Start + TimeSpan.FromMinutes(10) * cut).Select(r => (r.Origin, r.Lead, r.Peak)).ToList();
        Assert.NotEmpty(said);
        Assert.Equal(said, Rows(other).Take(said.Count).Select(r => (r.Origin, r.Lead, r.Peak)));
    });

    [Fact]
    public void Going_on_from_memory_answers_as_well_as_beginning_anew() => Seeds.Check(1, (_, random) =>
    {
        double[] values = [.. Enumerable.Range(0, 9 * 144).Select(t => 100 * (1.5 + Math.Sin(2 * Math.PI * t / 144)) * Math.Exp(0.1 * random.NextGaussian()))];
        var question = new LoadQuestion { Step = TimeSpan.FromMinutes(10), Horizon = 8, Window = Hour, Stride = 6 };
        var kept = new LoadForecaster(question);
        var (missed, anew) = (0.0, 0.0);
        for (var end = 8 * 144; end + 12 <= values.Length; end += 6)
        {
            var came = values.AsSpan(end + 2, 6).ToArray().Average();
            missed += Math.Abs(kept.Forecast(History(values[..end]), study: false).Windows[1].Mean.Q50 - came);
            anew += Math.Abs(new LoadForecaster(question).Forecast(History(values[..end]), study: false).Windows[1].Mean.Q50 - came);
        }

        Assert.InRange(missed / anew, 0.8, 1.2);
    });

    [Fact]
    public void Impossible_questions_are_refused_in_words()
    {
        Assert.Contains("too short", Assert.Throws<ArgumentException>(() => LoadBacktest.Run(History([1, 2, 3]), new LoadQuestion { Step = TimeSpan.FromMinutes(10) })).Message, StringComparison.Ordinal);
        Assert.Contains("whole number", Assert.Throws<ArgumentException>(() => LoadBacktest.Run(History(new double[99]), new LoadQuestion { Step = TimeSpan.FromMinutes(15) })).Message, StringComparison.Ordinal);
        Assert.Contains("unknown", Assert.Throws<ArgumentException>(() => new LoadForecaster(new LoadQuestion { Step = Hour, Forecaster = "tea leaves" })).Message, StringComparison.Ordinal);
    }

    private static System.Collections.Immutable.ImmutableArray<BacktestRow> Rows(double[] values) =>
        LoadBacktest.Run(History(values), new LoadQuestion { Step = TimeSpan.FromMinutes(10), Window = Hour, Stride = 6 }).Rows;

    private static LoadHistory History(double[] values) => new(TestWorld.Start, TimeSpan.FromMinutes(10), [.. values]);
}
