namespace SageServe.Planning;

/// <summary>
/// Carries the travelling demand of one model over the capacity of its sinks: successive shortest paths, which move what is placed
/// already where that makes room. By price the outcome is the cheapest, as long as capacity does not change between.
/// </summary>
internal sealed class FlowRouter
{
    private const double Tolerance = 1e-7;

    private readonly FlowModel _model;
    private readonly FlowLot[] _lots;
    private readonly double[][] _flows;
    private readonly double[] _spare;
    private readonly List<(int Lot, int Arc)>[] _into;
    private readonly ShortestWay _way;
    private readonly Dictionary<int, int> _sinkAt;

    public FlowRouter(AllocationIndex index, FlowModel model, bool byPrice)
    {
        _model = model;
        _sinkAt = model.Sinks.Select((s, i) => (s, i)).ToDictionary(s => s.s, s => s.i);
        _lots = [.. model.Origins.SelectMany(o => FlowLot.Of(index, o)).OrderBy(l => l.IsLocal ? 0 : 1)];
        _flows = [.. _lots.Select(l => new double[l.Arcs.Length])];
        _spare = new double[model.Sinks.Length];
        _into = [.. model.Sinks.Select(_ => new List<(int, int)>())];
        Unserved = [.. _lots.Select(l => l.Amount)];
        for (var l = 0; l < _lots.Length; l++)
        {
            for (var a = 0; a < _lots[l].Arcs.Length; a++)
            {
                _into[_sinkAt[_lots[l].Arcs[a].Sink]].Add((l, a));
            }
        }

        _way = new ShortestWay(_lots, _flows, _spare, _into, _sinkAt, byPrice);
    }

    /// <summary>Local parts first.</summary>
    public ReadOnlySpan<FlowLot> Lots => _lots;

    /// <summary>What no sink could be found for, by lot.</summary>
    public double[] Unserved { get; }

    /// <summary>True when the lot lacks more than rounding.</summary>
    public bool IsShort(int lot) => Unserved[lot] > Tolerance * Math.Max(1, _lots[lot].Amount);

    public double Spare(int sink) => _spare[_sinkAt[sink]];

    public void Grow(int sink, double capacity) => _spare[_sinkAt[sink]] += capacity;

    /// <summary>Places all that can be placed.</summary>
    public void RouteAll()
    {
        for (var lot = 0; lot < _lots.Length; lot++)
        {
            Route(lot);
        }
    }

    /// <summary>Places what can be placed of a lot.</summary>
    public void Route(int lot)
    {
        while (IsShort(lot) && _way.Find(lot) is >= 0 and var sink)
        {
            Unserved[lot] -= _way.Push(lot, sink, Unserved[lot]);
        }

        Unserved[lot] = IsShort(lot) ? Unserved[lot] : 0;
    }

    /// <summary>Lets what has no place in its own region travel after all.</summary>
    public void Relent()
    {
        for (var lot = 0; lot < _lots.Length; lot++)
        {
            if (_lots[lot].IsLocal && IsShort(lot))
            {
                Unserved[Array.FindIndex(_lots, l => !l.IsLocal && l.Origin == _lots[lot].Origin)] += Unserved[lot];
                Unserved[lot] = 0;
            }
        }

        RouteAll();
    }

    /// <summary>Sinks whose growth would help the lot, directly or by making room elsewhere.</summary>
    public IEnumerable<int> Helpful(int lot)
    {
        _way.Find(lot);
        return Enumerable.Range(0, _model.Sinks.Length).Where(_way.IsReached).Select(s => _model.Sinks[s]);
    }

    /// <summary>Takes capacity away and moves what it carried; false, and nothing changed, where that has no place.</summary>
    public bool TryShrink(int sink, double capacity, bool mayMove)
    {
        var at = _sinkAt[sink];
        if (_spare[at] >= capacity - Tolerance)
        {
            _spare[at] = Math.Max(0, _spare[at] - capacity);
            return true;
        }

        if (!mayMove || _spare.Sum() < capacity)
        {
            return false;
        }

        var (flows, spare, unserved) = (_flows.Select(f => f.ToArray()).ToArray(), _spare.ToArray(), Unserved.ToArray());
        _spare[at] -= capacity;
        foreach (var lot in Displace(at))
        {
            Route(lot);
            if (Unserved[lot] > unserved[lot] + Tolerance)
            {
                Restore(flows, spare, unserved);
                return false;
            }
        }

        return true;
    }

    /// <summary>What is carried where, lot by lot.</summary>
    public IEnumerable<(int Origin, int Sink, double Rate)> Placed() =>
        from l in Enumerable.Range(0, _lots.Length)
        from a in Enumerable.Range(0, _flows[l].Length)
        where _flows[l][a] > 0
        select (_lots[l].Origin, _lots[l].Arcs[a].Sink, _flows[l][a]);

    private List<int> Displace(int sink)
    {
        var lots = new List<int>();
        foreach (var (lot, arc) in _into[sink].OrderBy(i => _lots[i.Lot].IsLocal ? 1 : 0))
        {
            var moved = Math.Min(_flows[lot][arc], -_spare[sink]);
            if (moved > 0)
            {
                _flows[lot][arc] -= moved;
                _spare[sink] += moved;
                Unserved[lot] += moved;
                lots.Add(lot);
            }
        }

        _spare[sink] = Math.Max(0, _spare[sink]);
        return lots;
    }

    private void Restore(double[][] flows, double[] spare, double[] unserved)
    {
        for (var l = 0; l < flows.Length; l++)
        {
            flows[l].CopyTo(_flows[l], 0);
        }

        spare.CopyTo(_spare, 0);
        unserved.CopyTo(Unserved, 0);
    }
}
