namespace SageServe.Planning;

/// <summary>
/// Chooses p, q, P, Q by the corrected Akaike criterion (Hyndman and Khandakar 2008): from four starts step to the best neighbour until
/// none is better. Each candidate is fitted by conditional least squares; what is chosen may then get its full likelihood.
/// </summary>
internal sealed class SarimaSearch
{
    private const int CandidatesMax = 50;
    private const int NearMax = 3;
    private const int FarMax = 1;
    private const int Rounds = 8;

    private static readonly (int P, int Q, int FarP, int FarQ)[] Moves =
    [
        (1, 0, 0, 0), (-1, 0, 0, 0), (0, 1, 0, 0), (0, -1, 0, 0), (1, 1, 0, 0), (-1, -1, 0, 0), (1, -1, 0, 0), (-1, 1, 0, 0),
        (0, 0, 1, 0), (0, 0, -1, 0), (0, 0, 0, 1), (0, 0, 0, -1), (0, 0, 1, 1), (0, 0, -1, -1), (0, 0, 1, -1), (0, 0, -1, 1),
    ];

    private readonly SarimaConditional _fit;
    private readonly SarimaOrder _differencing;
    private readonly HashSet<SarimaOrder> _seen = [];
    private SarimaCoefficients? _best;
    private double _bestCriterion = double.PositiveInfinity;

    private SarimaSearch(double[] differences, SarimaOrder differencing) => (_fit, _differencing) = (new SarimaConditional(differences), differencing);

    /// <param name="differences">The series, differenced as <paramref name="differencing"/> says; NaN where absent.</param>
    /// <param name="differencing">d, D and the season; its other numbers are not looked at.</param>
    /// <returns>Null when no candidate could be fitted.</returns>
    public static SarimaCoefficients? Best(double[] differences, SarimaOrder differencing)
    {
        var search = new SarimaSearch(differences, differencing);
        foreach (var (p, q, far) in new[] { (2, 2, 1), (0, 0, 0), (1, 0, 1), (0, 1, 1) })
        {
            search.Try(p, q, p == 0 ? 0 : far, q == 0 ? 0 : far);
        }

        while (search._best is { } best && search._seen.Count < CandidatesMax)
        {
            foreach (var move in Moves)
            {
                var (near, far) = (best.Order.Near, best.Order.Far);
                search.Try(near.P + move.P, near.Q + move.Q, far.P + move.FarP, far.Q + move.FarQ);
            }

            if (search._best == best)
            {
                break;
            }
        }

        return search._best;
    }

    private void Try(int p, int q, int farP, int farQ)
    {
        var farMax = _differencing.Season > 0 ? FarMax : 0;
        (farP, farQ) = (Math.Min(farP, farMax), Math.Min(farQ, farMax));
        var order = new SarimaOrder(new(p, _differencing.Near.D, q), new(farP, _differencing.Far.D, farQ), _differencing.Season);
        if (p is < 0 or > NearMax || q is < 0 or > NearMax || farP < 0 || farQ < 0 || _seen.Count >= CandidatesMax || !_seen.Add(order))
        {
            return;
        }

        var (coefficients, variance) = _fit.Fit(Start(order), Rounds);
        var k = order.Count + 1;
        var room = _fit.Present - k - 1;
        var criterion = room <= 0 || !(variance > 0) ? double.PositiveInfinity : _fit.Present * Math.Log(variance) + 2.0 * k * _fit.Present / room;
        if (criterion < _bestCriterion)
        {
            (_best, _bestCriterion) = (coefficients, criterion);
        }
    }

    private SarimaCoefficients Start(SarimaOrder order) => SarimaCoefficients.FromFree(
        order,
        [.. Enumerable.Repeat(0.1, order.Near.P + order.Near.Q + order.Far.P + order.Far.Q), .. order.HasMean ? [_fit.Mean] : Array.Empty<double>()],
        1);
}
