namespace SageServe.Planning;

/// <summary>How far each method was off one target, recent errors counting more, and the weights that follow.</summary>
/// <param name="methods">How many.</param>
/// <param name="power">Weights go by this power of the error's inverse: with 8, a method half as bad again has a twenty-fifth of the weight.</param>
internal sealed class MethodErrors(int methods, double power = MethodErrors.OfMeans)
{
    /// <summary>Errors (discounted) before a method may have weight.</summary>
    private const double AskedLeast = 6;

    /// <summary>Of best: a less simple method must be better by this much to be taken.</summary>
    private const double Margin = 0.02;

    public const double OfMeans = 8;

    /// <summary>A window's peak is mostly chance: that one method hit it better lately says less.</summary>
    public const double OfPeaks = 4;

    /// <summary>A smaller share is left out: its residuals would be missing more often than it helps.</summary>
    private const double ShareLeast = 0.02;

    private readonly double[] _missed = new double[methods];
    private readonly double[] _asked = new double[methods];

    /// <summary>All that was learnt counts this much from now on.</summary>
    public void Fade(double factor)
    {
        for (var k = 0; k < methods; k++)
        {
            _missed[k] *= factor;
            _asked[k] *= factor;
        }
    }

    public void Add(int method, double missed)
    {
        _missed[method] += missed;
        _asked[method]++;
    }

    /// <summary>Mean absolute error; null before the method was asked often enough.</summary>
    public double? Of(int method) => _asked[method] >= AskedLeast ? _missed[method] / _asked[method] : null;

    /// <summary>
    /// Weights that sum to one, of methods that answer now (<paramref name="said"/> is a number). Where no error is known yet it is the
    /// first of them; all zero where nobody answers.
    /// </summary>
    public double[] Weigh(ReadOnlySpan<double> said, CombineRule rule)
    {
        var weights = new double[methods];
        if (Chosen(said, rule) is not { } best)
        {
            return weights;
        }

        if (rule != CombineRule.Ensemble || Of(best) is not { } least)
        {
            weights[best] = 1;
            return weights;
        }

        for (var k = 0; k < methods; k++)
        {
            weights[k] = double.IsFinite(said[k]) && Of(k) is { } error ? Weight(least, error) : 0;
        }

        return Shares(weights);
    }

    /// <summary>The method that did best of those that answer; null where none does.</summary>
    private int? Chosen(ReadOnlySpan<double> said, CombineRule rule)
    {
        int? chosen = null;
        for (var k = 0; k < methods; k++)
        {
            if (double.IsFinite(said[k]) && (chosen is not { } best || rule == CombineRule.Named || IsBetter(k, best, rule == CombineRule.Best ? 1 - Margin : 1)))
            {
                chosen = k;
            }
        }

        return chosen;
    }

    private bool IsBetter(int method, int than, double factor) => Of(method) is { } error && (Of(than) is not { } other || error < other * factor);

    private double Weight(double least, double error) => error > 0 ? Math.Pow(least / error, power) : 1;

    private static double[] Shares(double[] weights)
    {
        var sum = weights.Sum();
        var kept = weights.Where(w => w >= ShareLeast * sum).Sum();
        for (var k = 0; k < weights.Length; k++)
        {
            weights[k] = weights[k] >= ShareLeast * sum ? weights[k] / kept : 0;
        }

        return weights;
    }
}
