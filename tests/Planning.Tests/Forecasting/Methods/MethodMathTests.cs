namespace SageServe.Planning.Tests;

/// <summary>The mathematics under the methods, each piece against what is known of it.</summary>
public sealed class MethodMathTests
{
    [Fact]
    public void A_scale_goes_back_to_where_it_came_from_and_keeps_order()
    {
        Seeds.Check(200, (_, random) =>
        {
            var scale = new BoxCox(random.NextInt(11) / 10.0, Math.Pow(10, random.NextInt(8) - 4));
            var (a, b) = (scale.Floor * random.NextExponential(0.01), scale.Floor * random.NextExponential(0.01));

            Assert.Equal(a, scale.From(scale.To(a)), 1e-9 * (a + scale.Floor));
            Assert.Equal(a.CompareTo(b), scale.To(a).CompareTo(scale.To(b)));
        });
    }

    [Fact]
    public void Guerrero_tells_spread_that_grows_with_the_level_from_spread_that_does_not()
    {
        Assert.InRange(Lambda((level, noise) => level * Math.Exp(0.2 * noise)), 0, 0.2);
        Assert.InRange(Lambda((level, noise) => level + 5 * noise), 0.8, 1);

        static double Lambda(Func<double, double, double> step)
        {
            var random = new RandomStream(7);
            var grid = TraceSeries.Grid(Enumerable.Range(0, 1200).Select(t => step(100 + 80 * Math.Sin(t / 100.0), random.NextGaussian())));
            return Guerrero.Lambda(grid, grid.Length, 24);
        }
    }

    [Fact]
    public void Free_numbers_and_stable_coefficients_are_each_others_inverse()
    {
        Seeds.Check(100, (_, random) =>
        {
            double[] free = [.. Enumerable.Range(0, 1 + random.NextInt(5)).Select(_ => random.NextGaussian())];
            var coefficients = PartialAutocorrelations.ToCoefficients(free);

            Assert.True(ArimaStability.IsStable(new ArimaCoefficients(coefficients, [], 0)));
            Assert.All(free.Zip(PartialAutocorrelations.ToFree(coefficients)), p => Assert.Equal(Math.Clamp(p.First, -2.5, 2.5), p.Second, 1e-6));
        });
    }

    [Fact]
    public void Seasonal_factors_multiply_out_with_the_signs_of_each_side()
    {
        SarimaOrder order = new(new(1, 0, 1), new(1, 0, 1), 4);
        var expanded = new SarimaCoefficients(order, [0.5], [0.4], [0.3], [0.2], 0).Expand();

        Assert.Equal([0.5, 0, 0, 0.3, -0.15], expanded.Phi.Select(c => Math.Round(c, 12)));
        Assert.Equal([0.4, 0, 0, 0.2, 0.08], expanded.Theta.Select(c => Math.Round(c, 12)));
        Assert.Equal([1, -1, 0, 0, -1, 1], new SarimaOrder(new(0, 1, 0), new(0, 1, 0), 4).Differencing());
    }

    [Fact]
    public void Covariances_of_a_state_solve_their_own_equation()
    {
        Assert.Equal(1 / (1 - 0.81), StationaryCovariance.Of([0.9], [1])[0], 1e-9);
        Seeds.Check(30, (_, random) =>
        {
            var phi = PartialAutocorrelations.ToCoefficients([random.NextGaussian(), random.NextGaussian(), random.NextGaussian()]);
            double[] load = [1, random.NextGaussian(), random.NextGaussian()];
            var covariance = StationaryCovariance.Of(phi, load);
            var advanced = (double[])covariance.Clone();
            StationaryCovariance.Advance(advanced, phi, load);

            Assert.All(covariance.Zip(advanced), p => Assert.Equal(p.First, p.Second, 1e-8 * Math.Abs(covariance[0])));
        });
    }

    [Fact]
    public void The_likelihood_with_gaps_is_the_one_of_the_present_values_alone()
    {
        // AR(1) seen at 0, 1 and 3: the density of three normals whose covariances are phi^|i-j| / (1 - phi^2).
        const double phi = 0.6;
        var answer = new StateSpaceLikelihood(new ArimaCoefficients([phi], [], 0)).Filter([1.0, 0.5, double.NaN, -0.7], [], 1);
        const double variance = 1 / (1 - phi * phi);
        var (e1, e3) = (0.5 - phi, -0.7 - phi * phi * 0.5);
        const double f3 = 1 + phi * phi;
        var sigma = (1 / variance + e1 * e1 + e3 * e3 / f3) / 3;

        Assert.Equal(sigma, answer.Variance, 1e-12);
        Assert.Equal(-0.5 * (3 * (Math.Log(2 * Math.PI * sigma) + 1) + Math.Log(variance) + Math.Log(f3)), answer.LogLikelihood, 1e-12);
        Assert.Equal(phi * -0.7, answer.Forecast[0], 1e-12);
    }

    [Fact]
    public void A_walk_is_told_from_noise_and_a_season_from_none()
    {
        Seeds.Check(10, (_, random) =>
        {
            double[] noise = [.. Enumerable.Range(0, 400).Select(_ => random.NextGaussian())];
            var walk = (double[])noise.Clone();
            for (var t = 1; t < walk.Length; t++)
            {
                walk[t] += walk[t - 1];
            }

            // One test in twenty may err on noise, so it is not asked to be right of each.
            Assert.True(UnitRoots.Kpss(walk) > UnitRoots.Kpss(noise));
            Assert.Equal(0, UnitRoots.Seasonal(noise, 24));
            Assert.Equal(1, UnitRoots.Seasonal([.. noise.Select((v, t) => v + 4 * Math.Sin(2 * Math.PI * t / 24))], 24));
        });
    }

    [Fact]
    public void The_simplex_finds_the_valley_and_stays_in_its_box()
    {
        static double Valley(double[] p) => 100 * Math.Pow(p[1] - p[0] * p[0], 2) + Math.Pow(1 - p[0], 2);
        var free = new Simplex(Valley, [-5, -5], [5, 5]).Minimise([-1.2, 1], 0.5, 2000, 1e-14);
        Assert.Equal(1, free.Point[0], 1e-3);
        Assert.Equal(1, free.Point[1], 1e-3);

        var evaluations = 0;
        var boxed = new Simplex(p => { evaluations++; Assert.All(p, x => Assert.InRange(x, -0.5, 0.5)); return Valley(p); }, [-0.5, -0.5], [0.5, 0.5]).Minimise([9, -9], 0.3, 300, 0);
        Assert.Equal(0.5, boxed.Point[0], 1e-2);
        Assert.InRange(evaluations, 10, 310);
    }

    [Fact]
    public void A_robust_regression_finds_the_line_that_a_spike_hides()
    {
        using var rows = new RidgeRegression(2, 200);
        var random = new RandomStream(3);
        for (var i = 0; i < 200; i++)
        {
            var x = random.NextGaussian();
            (rows.Next[0], rows.Next[1]) = (x, double.NaN);
            rows.Add(2 * x + 1 + (i == 100 ? 1000 : 0.01 * random.NextGaussian()), 1);
        }

        var line = rows.Solve(1e-6)!;

        Assert.Equal(5, line.Answer([2, 7]), 0.2);
        Assert.Equal(1, line.Answer([double.NaN, 7]), 0.6);
    }
}
