namespace SageServe.Simulator;

/// <summary>A random factor of mean 1 that holds for a span: gamma, so that counts in one span are negative binomial.</summary>
internal sealed class RateSwing(SwingRule rule, RandomStream random)
{
    private long _span = -1;
    private double _factor = 1;

    /// <param name="sinceStart">Ticks of request time.</param>
    /// <param name="rate">Requests a second before swings; the same dispersion needs less variance at a higher rate.</param>
    public double At(long sinceStart, double rate)
    {
        var span = sinceStart / rule.Over.Ticks;
        while (_span < span)
        {
            _span++;
            var mean = rate * rule.Over.TotalSeconds;
            _factor = rule.Dispersion <= 1 || mean <= 0 ? 1 : Draws.GammaAroundOne(random, mean / (rule.Dispersion - 1));
        }

        return _factor;
    }
}
