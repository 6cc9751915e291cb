using System.Collections.Immutable;

namespace SageServe.Planning;

/// <summary>(p,d,q)(P,D,Q)s: a model of neighbouring steps times one of the same step of neighbouring seasons.</summary>
/// <param name="Near">p, d, q.</param>
/// <param name="Far">P, D, Q.</param>
/// <param name="Season">Steps a season; 0 when there is none.</param>
internal readonly record struct SarimaOrder(ArimaOrder Near, ArimaOrder Far, int Season)
{
    private const int TermsMax = 5;
    private const int SeasonMax = 2016;

    /// <summary>A mean is a coefficient only where nothing is differenced: elsewhere it would be a drift, which over hours is noise.</summary>
    public bool HasMean => Near.D + Far.D == 0;

    /// <summary>Coefficients, the mean included.</summary>
    public int Count => Near.P + Near.Q + Far.P + Far.Q + (HasMean ? 1 : 0);

    /// <summary>Steps that an autoregression looks back on the differenced series.</summary>
    public int Reach => Near.P + Far.P * Season;

    /// <summary>Numbers in the state of its Kalman filter.</summary>
    public int StateSize => Math.Max(Reach, Near.Q + Far.Q * Season + 1);

    /// <summary>Coefficients of (1 - B)^d (1 - B^s)^D, from the newest value back.</summary>
    public double[] Differencing()
    {
        var near = Near.Differencing();
        var far = Far.Differencing();
        var product = new double[near.Length + (far.Length - 1) * Season];
        for (var i = 0; i < near.Length; i++)
        {
            for (var j = 0; j < far.Length; j++)
            {
                product[i + j * Season] += near[i] * far[j];
            }
        }

        return product;
    }

    public ImmutableArray<int> ToNumbers() => [Near.P, Near.D, Near.Q, Far.P, Far.D, Far.Q, Season];

    /// <summary>Null when the numbers are no order that this would have chosen.</summary>
    public static SarimaOrder? From(ImmutableArray<int> numbers)
    {
        if (numbers.Length != 7 || numbers.Take(6).Any(n => n is < 0 or > TermsMax) || numbers[1] + numbers[4] > 3 || numbers[6] is < 0 or 1 or > SeasonMax)
        {
            return null;
        }

        var order = new SarimaOrder(new(numbers[0], numbers[1], numbers[2]), new(numbers[3], numbers[4], numbers[5]), numbers[6]);
        return order.Season > 0 || order.Far == default ? order : null;
    }

    public override string ToString() => Season == 0 ? Near.ToString() : $"{Near}{Far}{Season}";
}
