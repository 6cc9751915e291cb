namespace SageServe.Planning;

/// <summary>
/// The best way from a lot to a sink with room: forth along its arcs, back along what other lots placed there. By price, prices back are
/// negative and labels are corrected until none changes: no ring is negative while every placing since the beginning was the cheapest.
/// Where capacity comes and goes that does not hold, and the fewest steps are the best way.
/// </summary>
internal sealed class ShortestWay(
    FlowLot[] lots, double[][] flows, double[] spare, List<(int Lot, int Arc)>[] into, Dictionary<int, int> sinkAt, bool byPrice)
{
    /// <summary>Corrections after which rounding, not prices, is at work.</summary>
    private const int CorrectionsMax = 50;

    private const double Tolerance = 1e-12;

    private readonly double[] _lotPrice = new double[lots.Length];
    private readonly double[] _sinkPrice = new double[spare.Length];
    private readonly (int Lot, int Arc)[] _cameTo = new (int, int)[spare.Length];
    private readonly (int Sink, int Arc)[] _cameBy = new (int, int)[lots.Length];
    private readonly Queue<int> _changed = new();
    private readonly bool[] _isQueued = new bool[lots.Length];

    public bool IsReached(int sink) => double.IsFinite(_sinkPrice[sink]);

    /// <summary>The sink with room that is cheapest to reach; -1 when none is.</summary>
    public int Find(int from) => Find(from, byPrice) ?? Find(from, usePrice: false) ?? -1;

    /// <summary>Places up to <paramref name="most"/> along the way found; what it was.</summary>
    public double Push(int from, int sink, double most)
    {
        var amount = Math.Min(most, spare[sink]);
        for (var lot = _cameTo[sink].Lot; lot != from; lot = _cameTo[_cameBy[lot].Sink].Lot)
        {
            amount = Math.Min(amount, flows[lot][_cameBy[lot].Arc]);
        }

        spare[sink] -= amount;
        for (var s = sink; ;)
        {
            var (lot, arc) = _cameTo[s];
            flows[lot][arc] += amount;
            if (lot == from)
            {
                return amount;
            }

            flows[lot][_cameBy[lot].Arc] = Math.Max(0, flows[lot][_cameBy[lot].Arc] - amount);
            s = _cameBy[lot].Sink;
        }
    }

    private int? Find(int from, bool usePrice)
    {
        var left = CorrectionsMax * (lots.Length + spare.Length);
        Array.Fill(_lotPrice, double.PositiveInfinity);
        Array.Fill(_sinkPrice, double.PositiveInfinity);
        _lotPrice[from] = 0;
        _changed.Enqueue(from);
        while (_changed.TryDequeue(out var lot))
        {
            _isQueued[lot] = false;
            if (--left < 0)
            {
                _changed.Clear();
                Array.Clear(_isQueued);
                return null;
            }

            for (var a = 0; a < lots[lot].Arcs.Length; a++)
            {
                Forth(lot, a, usePrice);
            }
        }

        var best = -1;
        for (var s = 0; s < spare.Length; s++)
        {
            if (spare[s] > 1e-9 && IsReached(s) && (best < 0 || _sinkPrice[s] < _sinkPrice[best]))
            {
                best = s;
            }
        }

        return best;
    }

    private void Forth(int lot, int a, bool usePrice)
    {
        var arc = lots[lot].Arcs[a];
        var sink = sinkAt[arc.Sink];
        var price = _lotPrice[lot] + (usePrice ? arc.Usd : 1);
        if (price >= _sinkPrice[sink] - Tolerance)
        {
            return;
        }

        _sinkPrice[sink] = price;
        _cameTo[sink] = (lot, a);
        if (spare[sink] > 1e-9)
        {
            return;
        }

        foreach (var (other, back) in into[sink])
        {
            var returned = price + (usePrice ? -lots[other].Arcs[back].Usd : 1);
            if (other != lot && flows[other][back] > 1e-9 && returned < _lotPrice[other] - Tolerance)
            {
                _lotPrice[other] = returned;
                _cameBy[other] = (sink, back);
                if (!_isQueued[other])
                {
                    _isQueued[other] = true;
                    _changed.Enqueue(other);
                }
            }
        }
    }
}
