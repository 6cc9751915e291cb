namespace SageServe.Planning.Tests;

public sealed class ArimaTests
{
    [Fact]
    public void Differencing_has_the_binomial_coefficients()
    {
        Assert.Equal([1], new ArimaOrder(0, 0, 0).Differencing());
        Assert.Equal([1, -1], new ArimaOrder(0, 1, 0).Differencing());
        Assert.Equal([1, -2, 1], new ArimaOrder(0, 2, 0).Differencing());
    }

    [Fact]
    public void The_conditional_sum_of_squares_is_the_one_computed_by_hand()
    {
        // ARMA(1,1), phi 0.5, theta 0.4, on 1, 2, 1:
        // e0 = 1; e1 = 2 - 0.5*1 - 0.4*1 = 1.1; e2 = 1 - 0.5*2 - 0.4*1.1 = -0.44; the first is conditioned on.
        var c = new ArimaCoefficients([0.5], [0.4], 0);

        Assert.Equal(1.1 * 1.1 + 0.44 * 0.44, ConditionalLeastSquares.SumOfSquares([1, 2, 1], c), 12);
    }

    [Fact]
    public void An_absent_value_counts_as_what_was_expected()
    {
        // AR(1), phi 0.5, on 4, absent, 3: expected 2 at the gap, so e2 = 3 - 0.5*2 = 2.
        var c = new ArimaCoefficients([0.5], [], 0);

        Assert.Equal(4.0, ConditionalLeastSquares.SumOfSquares([4, double.NaN, 3], c), 12);
    }

    [Fact]
    public void An_integrated_autoregression_forecasts_as_by_hand()
    {
        // ARIMA(1,1,0), phi 0.5, on 0, 1, 1.5: differences 1, 0.5, so next 0.25, 0.125, 0.0625.
        var model = new ArimaModel([0, 1, 1.5, 99], new ArimaOrder(1, 1, 0), new ArimaCoefficients([0.5], [], 0));
        var horizon = new double[3];

        model.Predict(3, horizon);

        Assert.Equal(1.75, horizon[0], 12);
        Assert.Equal(1.875, horizon[1], 12);
        Assert.Equal(1.9375, horizon[2], 12);
    }

    [Fact]
    public void An_integrated_moving_average_is_exponential_smoothing()
    {
        // ARIMA(0,1,1) with theta -0.6 smooths with weight 0.4, started at the first value: 10, then 20, then 10.
        // Level 10 -> 10 + 0.4*10 = 14 -> 14 + 0.4*(10-14) = 12.4, flat from there on.
        var model = new ArimaModel([10, 20, 10], new ArimaOrder(0, 1, 1), new ArimaCoefficients([], [-0.6], 0));
        var horizon = new double[2];

        model.Predict(3, horizon);

        Assert.Equal(12.4, horizon[0], 12);
        Assert.Equal(12.4, horizon[1], 12);
    }

    [Fact]
    public void A_mean_reverting_model_returns_to_its_mean()
    {
        var model = new ArimaModel([5, 5, 9], new ArimaOrder(1, 0, 0), new ArimaCoefficients([0.5], [], 5));
        var horizon = new double[2];

        model.Predict(3, horizon);

        Assert.Equal(7, horizon[0], 12);
        Assert.Equal(6, horizon[1], 12);
    }

    [Theory]
    [InlineData(new[] { 0.7 }, new double[0], 0)]
    [InlineData(new[] { 0.5, 0.3 }, new double[0], 1)]
    [InlineData(new double[0], new[] { -0.6 }, 1)]
    [InlineData(new[] { 0.6 }, new[] { 0.4 }, 1)]
    [InlineData(new[] { 0.3, 0.2, -0.4 }, new[] { 0.6, 0.3 }, 1)]
    public void The_fit_recovers_the_coefficients_of_a_simulated_process(double[] phi, double[] theta, int d)
    {
        var truth = new ArimaCoefficients(phi, theta, 0);
        Seeds.Check(5, (_, random) =>
        {
            var values = Simulate(truth, d, 6000, random);

            var fit = ArimaFit.Fit(values, new ArimaOrder(phi.Length, d, theta.Length));

            // Standard errors at 6,000 values are at most about 0.03 for these models.
            Assert.All(fit.Phi.Zip(phi), p => Assert.InRange(p.First - p.Second, -0.1, 0.1));
            Assert.All(fit.Theta.Zip(theta), p => Assert.InRange(p.First - p.Second, -0.1, 0.1));
        });
    }

    [Fact]
    public void Refinement_never_makes_the_sum_of_squares_worse_and_stays_stable()
    {
        Seeds.Check(30, (_, random) =>
        {
            var series = Enumerable.Range(0, 200).Select(i => random.NextDouble() < 0.05 ? double.NaN : Math.Sin(i / 9.0) + random.NextGaussian()).ToArray();
            var start = ArimaStability.Stabilise(new ArimaCoefficients(
                [random.NextGaussian(), random.NextGaussian()], [random.NextGaussian()], 0));

            var refined = ConditionalLeastSquares.Refine(series, start);

            Assert.True(ArimaStability.IsStable(refined));
            Assert.True(ConditionalLeastSquares.SumOfSquares(series, refined) <= ConditionalLeastSquares.SumOfSquares(series, start));
        });
    }

    [Fact]
    public void Stability_is_told_by_the_roots()
    {
        Assert.True(ArimaStability.IsStable(new ArimaCoefficients([0.5, 0.3], [0.9], 0)));
        Assert.False(ArimaStability.IsStable(new ArimaCoefficients([0.5, 0.6], [], 0)));
        Assert.False(ArimaStability.IsStable(new ArimaCoefficients([1.0], [], 0)));
        Assert.False(ArimaStability.IsStable(new ArimaCoefficients([], [-1.2], 0)));
        var stable = ArimaStability.Stabilise(new ArimaCoefficients([1.4, 0.2], [3, double.NaN], 0));
        Assert.True(ArimaStability.IsStable(stable));
    }

    [Fact]
    public void A_series_that_says_nothing_gives_the_last_value()
    {
        var flat = Enumerable.Repeat(7.0, 100).ToArray();
        var model = new ArimaModel(flat, ArimaOrder.Paper, ArimaFit.Fit(flat, ArimaOrder.Paper));
        var horizon = new double[4];

        model.Predict(100, horizon);

        Assert.All(horizon, h => Assert.Equal(7, h, 9));
    }

    private static double[] Simulate(ArimaCoefficients c, int d, int count, RandomStream random)
    {
        var w = new double[count];
        var e = new double[count];
        for (var t = 0; t < count; t++)
        {
            e[t] = random.NextGaussian();
            w[t] = c.Expect(w, e, t) + e[t];
        }

        for (var round = 0; round < d; round++)
        {
            for (var t = 1; t < count; t++)
            {
                w[t] += w[t - 1];
            }
        }

        return w;
    }
}
