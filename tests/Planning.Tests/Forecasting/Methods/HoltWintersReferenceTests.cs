namespace SageServe.Planning.Tests;

/// <summary>Against what R's HoltWinters prints for its own examples: weights, and level, slope and seasons after the last step.</summary>
public sealed class HoltWintersReferenceTests
{
    private static readonly double[] StartOfR = [0.3, 0.1, 0.1, 0, 1, 0];

    [Fact]
    public void Carbon_dioxide_with_an_additive_season() => Check(
        ReferenceSeries.CarbonDioxide,
        new HoltWintersShape(false, 12, 0, true, false),
        new HoltWintersParameters(0.51265, 0.0094977, 0.47289, 0, 1, 0),
        364.76162,
        0.12474,
        [0.22153, 0.95528, 1.59847, 2.87580, 3.28201, 2.44070, 0.89694, -1.37964, -3.41124, -3.25702, -1.91349, -0.58442]);

    [Fact]
    public void Passengers_with_a_multiplicative_season() => Check(
        ReferenceSeries.AirPassengers,
        new HoltWintersShape(true, 12, 0, true, false),
        new HoltWintersParameters(0.27559, 0.032693, 0.87073, 0, 1, 0),
        469.32322,
        3.02154,
        [0.94646, 0.88292, 0.97174, 1.03048, 1.04769, 1.18053, 1.35908, 1.33317, 1.10834, 0.98688, 0.83613, 0.92099]);

    private static void Check(double[] values, HoltWintersShape shape, HoltWintersParameters printed, double level, double slope, double[] seasons)
    {
        var start = HoltWintersStart.Of(values, values.Length, shape);

        // The recursion: with R's weights, R's forecasts (its printed coefficients, put together).
        var asPrinted = new HoltWintersModel(values, start, printed);
        var horizon = new double[12];
        asPrinted.Predict(values.Length, horizon);
        Assert.All(horizon.Select((f, h) => (f, h)), x =>
        {
            var base_ = level + (x.h + 1) * slope;
            var expected = shape.IsMultiplicative ? base_ * seasons[x.h] : base_ + seasons[x.h];
            Assert.Equal(expected, x.f, 1e-4 * expected);
        });

        // The search: from R's start to R's weights, with no larger error.
        var found = HoltWintersFit.Of(values, start, StartOfR, 2000, prior: null, 1e-13);
        var best = new HoltWintersModel(values, start, shape.Read(found));
        Assert.True(best.SumOfSquares <= asPrinted.SumOfSquares * (1 + 1e-6), $"{best.SumOfSquares} against {asPrinted.SumOfSquares}");
        Assert.Equal(printed.Level, found[0], 2e-3);
        Assert.Equal(printed.Trend, found[1], 2e-3);
        Assert.Equal(printed.Season, found[2], 2e-3);
    }
}
