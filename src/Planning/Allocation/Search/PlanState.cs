namespace SageServe.Planning;

/// <summary>A plan under construction: targets, and what they use and carry, kept up to date replica by replica.</summary>
internal sealed class PlanState
{
    private const double Tolerance = 1e-9;

    private readonly AllocationIndex _index;
    private readonly AllocationProblem _problem;
    private readonly int[] _targets;
    private readonly int[] _held;
    private readonly int[] _inLimit;
    private readonly double[] _inCap;
    private readonly double[] _spot;
    private readonly double[] _counted;
    private readonly FlowRouter?[] _routerOf;

    /// <param name="index">The problem.</param>
    /// <param name="targets">To begin with.</param>
    /// <param name="byPrice">True: flows take the cheapest ways, which only holds while the targets stay.</param>
    public PlanState(AllocationIndex index, ReadOnlySpan<int> targets, bool byPrice = false)
    {
        _index = index;
        _problem = index.Problem;
        _targets = targets.ToArray();
        _held = index.Held(targets);
        _inLimit = [.. index.Scopes.OfLimit.Select(l => l.Sum(h => _held[h]))];
        _inCap = [.. index.Scopes.OfCap.Select(c => c.Sum(h => _held[h.Holder] * h.Weight))];
        _spot = [.. index.Demands.Spot.Select(s => s.Sum(i => IsSpot(i) ? _targets[i] * Carries(i) : 0))];
        _counted = [.. index.Demands.Spot.Select(s => s.Sum(i => _targets[i] * Carries(i)))];
        Carried = [.. index.Demands.Pools.Select(d => d.Sum(i => _targets[i] * Carries(i)))];
        Routers = [.. index.Flows.Models.Select(m => new FlowRouter(index, m, byPrice))];
        _routerOf = new FlowRouter?[index.Flows.Sinks.Length];
        for (var m = 0; m < Routers.Length; m++)
        {
            foreach (var sink in index.Flows.Models[m].Sinks)
            {
                _routerOf[sink] = Routers[m];
                Routers[m].Grow(sink, index.Flows.Sinks[sink].Pools.Sum(i => _targets[i] * Carries(i)));
            }
        }
    }

    public ReadOnlySpan<int> Targets => _targets;

    /// <summary>Capacity for each demand that does not travel.</summary>
    public double[] Carried { get; }

    /// <summary>One for each model of which demand travels.</summary>
    public FlowRouter[] Routers { get; }

    public bool CanAdd(int pool)
    {
        var p = _problem.Pools[pool];
        if (_targets[pool] >= p.Max || p.Carries <= 0)
        {
            return false;
        }

        foreach (var s in _index.Demands.SpotOfPool[pool])
        {
            if (IsSpot(pool) && _spot[s] + p.Carries > _problem.SpotLimits[s].MostShare * (_counted[s] + p.Carries) + Tolerance)
            {
                return false;
            }
        }

        var holder = _index.HolderOf[pool];
        return (_index.IsMember(pool) && !NeedsUnit(holder, pool)) || HasRoom(holder);
    }

    /// <summary>True when a replica less breaks no minimum, no limit of spot and no demand that does not travel.</summary>
    public bool CanRemove(int pool)
    {
        var p = _problem.Pools[pool];
        if (_targets[pool] <= p.Min)
        {
            return false;
        }

        foreach (var s in _index.Demands.SpotOfPool[pool])
        {
            if (!IsSpot(pool) && _spot[s] > _problem.SpotLimits[s].MostShare * (_counted[s] - p.Carries) + Tolerance)
            {
                return false;
            }
        }

        foreach (var d in _index.Demands.OfPool[pool])
        {
            if (Carried[d] - p.Carries < _problem.Demands[d].Required - AllocationTolerance.Of(_problem.Demands[d]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when the pool counts in a limit of spot that is passed.</summary>
    public bool BreaksSpotShare(int pool) =>
        _index.Demands.SpotOfPool[pool].Exists(s => _spot[s] > _problem.SpotLimits[s].MostShare * _counted[s] + Tolerance * Math.Max(1, _counted[s]));

    /// <summary>Cost of one replica more.</summary>
    public double NextUsd(int pool)
    {
        var p = _problem.Pools[pool];
        var usd = p.RunUsd + (_targets[pool] >= p.Current ? p.StartUsd : 0);
        var holder = _index.HolderOf[pool];
        if (_index.IsMember(pool))
        {
            if (!NeedsUnit(holder, pool))
            {
                return usd;
            }

            usd += _index.RunUsd(holder) + (_held[holder] >= _index.Current(holder) ? _index.StartUsd(holder) : 0);
        }

        foreach (var l in _index.Scopes.Limits[holder])
        {
            var limit = _problem.Limits[l];
            usd += Added(l) >= 0 ? limit.AcquireUsd + limit.SwapSavesUsd : 0;
            usd -= _held[holder] >= _index.Current(holder) ? limit.SwapSavesUsd : 0;
        }

        return usd;
    }

    /// <summary>Capacity for flows grows with it; who lacks it is not routed anew.</summary>
    public void Add(int pool)
    {
        Count(pool, 1);
        if (_index.Flows.SinkOf[pool] is >= 0 and var sink)
        {
            _routerOf[sink]!.Grow(sink, Carries(pool));
        }
    }

    /// <summary>Takes a replica away where nothing needs it; what flows through it may move to others.</summary>
    public bool TryRemove(int pool, bool mayMove)
    {
        var sink = _index.Flows.SinkOf[pool];
        if (!CanRemove(pool) || (sink >= 0 && !_routerOf[sink]!.TryShrink(sink, Carries(pool), mayMove)))
        {
            return false;
        }

        Count(pool, -1);
        return true;
    }

    private bool IsSpot(int pool) => _problem.Pools[pool].Id.CapacityType == CapacityType.Spot;

    private double Carries(int pool) => _problem.Pools[pool].Carries;

    private int Added(int limit) => _problem.Limits[limit].AddedElsewhere + _inLimit[limit] - _index.Scopes.CurrentOfLimit[limit];

    private bool HasRoom(int holder)
    {
        if (holder >= _targets.Length && _held[holder] >= _problem.Groups[holder - _targets.Length].Max)
        {
            return false;
        }

        foreach (var l in _index.Scopes.Limits[holder])
        {
            if (_problem.Limits[l].Replicas is { } most && _inLimit[l] >= most)
            {
                return false;
            }
        }

        foreach (var (c, weight) in _index.Scopes.Caps[holder])
        {
            if (_inCap[c] + weight > _problem.Caps[c].Most * (1 + Tolerance) + Tolerance)
            {
                return false;
            }
        }

        return true;
    }

    private bool NeedsUnit(int holder, int pool)
    {
        _targets[pool]++;
        var needs = _index.Units(holder - _targets.Length, _targets) > _held[holder];
        _targets[pool]--;
        return needs;
    }

    private void Count(int pool, int change)
    {
        _targets[pool] += change;
        var holder = _index.HolderOf[pool];
        var held = _index.IsMember(pool) ? _index.Units(holder - _targets.Length, _targets) : _targets[pool];
        foreach (var l in _index.Scopes.Limits[holder])
        {
            _inLimit[l] += held - _held[holder];
        }

        foreach (var (c, weight) in _index.Scopes.Caps[holder])
        {
            _inCap[c] += (held - _held[holder]) * weight;
        }

        _held[holder] = held;
        foreach (var d in _index.Demands.OfPool[pool])
        {
            Carried[d] += change * Carries(pool);
        }

        foreach (var s in _index.Demands.SpotOfPool[pool])
        {
            _counted[s] += change * Carries(pool);
            _spot[s] += IsSpot(pool) ? change * Carries(pool) : 0;
        }
    }
}
