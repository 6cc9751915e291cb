namespace SageServe.Simulator;

/// <summary>Distributions on top of a <see cref="RandomStream"/>.</summary>
public static class Draws
{
    /// <summary>Poisson with this mean: counting exponentials below 30, rounded normal above.</summary>
    public static int Poisson(RandomStream random, double mean)
    {
        if (mean <= 0)
        {
            return 0;
        }

        if (mean > 30)
        {
            return Math.Max(0, (int)Math.Round(mean + Math.Sqrt(mean) * random.NextGaussian()));
        }

        var limit = Math.Exp(-mean);
        var count = 0;
        for (var product = random.NextDouble(); product > limit; product *= random.NextDouble())
        {
            count++;
        }

        return count;
    }

    /// <summary>Gamma with mean 1 and variance 1/shape (Marsaglia and Tsang 2000; below shape 1 by their boost).</summary>
    public static double GammaAroundOne(RandomStream random, double shape)
    {
        if (shape < 1)
        {
            // Very small shapes are nearly always zero; below 0.001 the boost leaves the range of doubles.
            var small = Math.Max(shape, 0.001);
            return GammaAroundOne(random, small + 1) * (small + 1) / small * Math.Pow(random.NextDouble(), 1 / small);
        }

        var d = shape - 1.0 / 3;
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.NextGaussian();
            var v = Math.Pow(1 + c * x, 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < 0.5 * x * x + d - d * v + d * Math.Log(v))
            {
                return d * v / shape;
            }
        }
    }
}
