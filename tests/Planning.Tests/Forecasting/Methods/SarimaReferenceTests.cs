namespace SageServe.Planning.Tests;

/// <summary>
/// Coefficients, variance, likelihood and forecasts against what R prints for the same models (arima of its package stats, saved
/// output of its examples), to the digits printed there: 1e-3 of a coefficient, 1e-3 relative elsewhere.
/// </summary>
public sealed class SarimaReferenceTests
{
    private static readonly double[] LogAirPassengers = [.. ReferenceSeries.AirPassengers.Select(v => Math.Log10(v))];

    [Fact]
    public void Airline_model_of_the_passengers()
    {
        var (c, answer) = Likely(LogAirPassengers, new(new(0, 1, 1), new(0, 1, 1), 12));
        Near([-0.4018, -0.5569], c);
        Assert.Equal(0.0002543, answer.Variance, 1e-7);

        // R starts the differences from a wide prior instead of taking them as given; that is the second decimal.
        Assert.Equal(353.96, answer.LogLikelihood, 0.015);

        // On natural logarithms, as most books print it: 131 Jacobians of ln 10 apart.
        var (_, natural) = Likely([.. ReferenceSeries.AirPassengers.Select(v => Math.Log(v))], new(new(0, 1, 1), new(0, 1, 1), 12));
        Assert.Equal(244.70, natural.LogLikelihood, 0.015);
        Assert.Equal(0.001348, natural.Variance, 1e-6);
    }

    [Fact]
    public void Airline_model_of_the_accidents_and_its_forecast()
    {
        SarimaOrder order = new(new(0, 1, 1), new(0, 1, 1), 12);
        var (c, answer) = Likely(ReferenceSeries.AccidentalDeaths, order);
        Near([-0.4303, -0.5528], c);
        Assert.Equal(-425.44, answer.LogLikelihood, 0.015);
        Assert.Equal(99347, answer.Variance, 99347 * 1e-3);

        double[] printed = [8336.1, 7531.8, 8314.6, 8616.9, 9488.9, 9859.8];
        var differences = ArimaFit.Difference(ReferenceSeries.AccidentalDeaths, order.Differencing());
        var exact = SarimaLikelihood.Evaluate(differences, c, ahead: 6).Forecast;
        var levels = ReferenceSeries.AccidentalDeaths.ToList();
        foreach (var difference in exact)
        {
            levels.Add(difference + levels[^1] + levels[^12] - levels[^13]);
        }

        Assert.All(levels.Skip(72).Zip(printed), p => Assert.Equal(p.Second, p.First, p.Second * 1e-4));

        // The walk of the hourly model begins with innovations of zero; after five seasons that still shows, by less than a hundredth.
        var walked = new double[6];
        new ArimaModel(ReferenceSeries.AccidentalDeaths, order.Differencing(), c.Expand()).Predict(72, walked);
        Assert.All(walked.Zip(printed), p => Assert.Equal(p.Second, p.First, p.Second * 1e-2));
    }

    [Fact]
    public void Autoregressions_and_a_mixed_model_of_the_hormone()
    {
        var (ar1, one) = Likely(ReferenceSeries.LuteinizingHormone, new(new(1, 0, 0), default, 0));
        Near([0.5739, 2.4133], ar1);
        Assert.Equal((-29.38, 0.1975), (Math.Round(one.LogLikelihood, 2), Math.Round(one.Variance, 4)));

        var (ar3, three) = Likely(ReferenceSeries.LuteinizingHormone, new(new(3, 0, 0), default, 0));
        Near([0.6448, -0.0634, -0.2198, 2.3931], ar3);
        Assert.Equal((-27.09, 0.1787), (Math.Round(three.LogLikelihood, 2), Math.Round(three.Variance, 4)));

        var (mixed, both) = Likely(ReferenceSeries.LuteinizingHormone, new(new(1, 0, 1), default, 0));
        Near([0.4522, 0.1982, 2.4101], mixed);
        Assert.Equal((-28.76, 0.1923), (Math.Round(both.LogLikelihood, 2), Math.Round(both.Variance, 4)));

        double[] printed = [2.4602, 2.2708, 2.1986, 2.2607, 2.3470, 2.4145, 2.4389, 2.4315, 2.4102, 2.3917, 2.3827, 2.3827];
        var walked = new double[12];
        new ArimaModel(ReferenceSeries.LuteinizingHormone, [1.0], ar3.Expand()).Predict(48, walked);
        Assert.All(walked.Zip(printed), p => Assert.Equal(p.Second, p.First, 1e-3));
    }

    [Fact]
    public void Absent_values_are_absent_in_the_likelihood()
    {
        var (one, presidents) = Likely(ReferenceSeries.Presidents, new(new(1, 0, 0), default, 0));
        Near([0.8242, 56.1505], one);
        Assert.Equal((-416.89, 85.47), (Math.Round(presidents.LogLikelihood, 2), Math.Round(presidents.Variance, 2)));

        var (three, better) = Likely(ReferenceSeries.Presidents, new(new(3, 0, 0), default, 0));
        Near([0.7496, 0.2523, -0.1890, 56.2223], three);
        Assert.Equal((-414.08, 81.12), (Math.Round(better.LogLikelihood, 2), Math.Round(better.Variance, 2)));

        var (_, mixed) = Likely(ReferenceSeries.Presidents, new(new(2, 0, 1), default, 0));
        Assert.Equal(838.1272, 2 * 5 - 2 * mixed.LogLikelihood, 0.002);

        double[] gaps = [.. ReferenceSeries.Nile.Select((v, t) => t is >= 20 and < 40 or >= 60 and < 80 ? double.NaN : v)];
        var (nile, flow) = Likely(gaps, new(new(2, 0, 0), default, 0));
        Near([0.3622, 0.1678, 918.3103], nile);
        Assert.Equal(-387.70, flow.LogLikelihood, 0.006);
        Assert.Equal(23676, flow.Variance, 23.0);
    }

    [Fact]
    public void Regressors_are_fitted_with_the_autoregression()
    {
        var (c, _) = Likely(ReferenceSeries.LakeHuron, new(new(2, 0, 0), default, 0));
        double[][] trend = [[.. Enumerable.Repeat(1.0, 98)], [.. Enumerable.Range(0, 98).Select(i => 1875.0 + i - 1920)]];
        var edge = Enumerable.Repeat(PartialAutocorrelations.FreeMax, 2).ToArray();
        var best = new Simplex(p => -Trend(p).LogLikelihood, [-2.5, -2.5], edge).Minimise(c.ToFree(1)[..2], 0.2, 600, 1e-12).Point;
        var phi = PartialAutocorrelations.ToCoefficients(best);
        var answer = Trend(best);

        Assert.Equal(1.0048, phi[0], 1e-3);
        Assert.Equal(-0.2913, phi[1], 1e-3);
        Assert.Equal(579.0993, answer.Beta[0], 1e-3);
        Assert.Equal(-0.0216, answer.Beta[1], 1e-4);
        Assert.Equal((-101.2, 0.4566), (Math.Round(answer.LogLikelihood, 1), Math.Round(answer.Variance, 4)));

        LikelihoodAnswer Trend(double[] free) =>
            new StateSpaceLikelihood(new ArimaCoefficients(PartialAutocorrelations.ToCoefficients(free), [], 0)).Filter(ReferenceSeries.LakeHuron, trend, 0);
    }

    [Fact]
    public void Conditional_least_squares_agrees_too()
    {
        var (lh, lhVariance) = Conditional(ReferenceSeries.LuteinizingHormone, new(new(3, 0, 0), default, 0));
        Near([0.6578, -0.0658, -0.2348, 2.3918], lh);
        Assert.Equal(0.1905, lhVariance, 1e-4);

        var (air, airVariance) = Conditional(LogAirPassengers, new(new(0, 1, 1), new(0, 1, 1), 12));
        Near([-0.3772, -0.5724], air);
        Assert.Equal(0.0002619, airVariance, 1e-7);

        var (deaths, deathsVariance) = Conditional(ReferenceSeries.AccidentalDeaths, new(new(0, 1, 1), new(0, 1, 1), 12));
        Near([-0.3732, -0.4549], deaths);
        Assert.Equal(110330, deathsVariance, 110.0);
    }

    [Fact]
    public void The_search_finds_the_airline_model_for_the_airline()
    {
        double[] log = [.. ReferenceSeries.AirPassengers.Select(v => Math.Log(v))];
        Assert.Equal(1, UnitRoots.Seasonal(log, 12));
        SarimaOrder differencing = new(new(0, 1, 0), new(0, 1, 0), 12);
        Assert.Equal(1, UnitRoots.Plain(log));

        var best = SarimaSearch.Best(ArimaFit.Difference(log, differencing.Differencing()), differencing);

        Assert.Equal("(0,1,1)(0,1,1)12", best!.Order.ToString());
    }

    private static (SarimaCoefficients Coefficients, LikelihoodAnswer Answer) Likely(double[] values, SarimaOrder order) =>
        SarimaLikelihood.Fit(ArimaFit.Difference(values, order.Differencing()), Start(order, 0));

    private static (SarimaCoefficients Coefficients, double Variance) Conditional(double[] values, SarimaOrder order)
    {
        var fit = new SarimaConditional(ArimaFit.Difference(values, order.Differencing()));
        return fit.Fit(Start(order, fit.Mean), 50);
    }

    private static SarimaCoefficients Start(SarimaOrder order, double mean) =>
        SarimaCoefficients.FromFree(order, [.. Enumerable.Repeat(0.0, order.Count - (order.HasMean ? 1 : 0)), .. order.HasMean ? [mean] : Array.Empty<double>()], 1);

    private static void Near(double[] printed, SarimaCoefficients fitted) =>
        Assert.All(printed.Zip(fitted.ToNumbers()), p => Assert.Equal(p.First, p.Second, 1e-3 * Math.Max(1, Math.Abs(p.First)) * 0.5));
}
