namespace SageServe.Planning;

/// <summary>
/// Makes any targets a plan: adds the cheapest replicas for what is not carried, gives back what nothing needs, keeps every limit.
/// From minimums it is the greedy plan, from a rounded relaxation the repair. What the minimums break, it cannot mend.
/// </summary>
internal sealed class PlanRepair
{
    private const int RoundsMax = 8;

    private readonly AllocationIndex _index;
    private readonly AllocationProblem _problem;
    private readonly PlanState _state;
    private readonly bool _mayMove;
    private readonly int[] _dearestFirst;

    /// <param name="index">The problem.</param>
    /// <param name="start">Targets within bounds and limits.</param>
    /// <param name="mayMove">True: flows move to set a replica free, which takes time on thousands of pools.</param>
    public PlanRepair(AllocationIndex index, ReadOnlySpan<int> start, bool mayMove)
    {
        _index = index;
        _problem = index.Problem;
        _state = new PlanState(index, start);
        _mayMove = mayMove;
        var price = _problem.Pools.Select((p, i) => (p.RunUsd + index.RunUsd(index.HolderOf[i])) / Math.Max(1e-9, p.Carries)).ToArray();
        _dearestFirst = [.. Enumerable.Range(0, _problem.Pools.Length).OrderByDescending(i => price[i]).ThenBy(i => i)];
    }

    public ReadOnlySpan<int> Targets => _state.Targets;

    /// <summary>True when some demand is not carried.</summary>
    public bool IsShort { get; private set; }

    public PlanRepair Run()
    {
        KeepSpotShares();
        foreach (var router in _state.Routers)
        {
            router.RouteAll();
        }

        IsShort = Fill();

        // What one model gives back may be the room that another one lacked. Each round moves replicas to unmet demand, so few are enough.
        for (var round = 0; round < RoundsMax && GiveBack() && IsShort; round++)
        {
            IsShort = Fill();
        }

        if (IsShort)
        {
            Relent();
        }

        return this;
    }

    /// <summary>Rounding may leave too much spot.</summary>
    private void KeepSpotShares()
    {
        foreach (var pool in _dearestFirst.Where(i => _problem.Pools[i].Id.CapacityType == CapacityType.Spot))
        {
            while (_state.BreaksSpotShare(pool) && _state.TryRemove(pool, mayMove: false))
            {
            }
        }
    }

    /// <summary>What its own region can't carry is better carried elsewhere than not at all.</summary>
    private void Relent()
    {
        foreach (var router in _state.Routers)
        {
            router.Relent();
        }

        Fill();
    }

    private bool Fill()
    {
        var isShort = FillDemands();
        foreach (var local in new[] { true, false })
        {
            foreach (var router in _state.Routers)
            {
                for (var lot = 0; lot < router.Lots.Length; lot++)
                {
                    isShort |= router.Lots[lot].IsLocal == local && !FillLot(router, lot);
                }
            }
        }

        return isShort;
    }

    /// <summary>Adds replicas until all that does not travel is carried or nothing more can be had; true in the latter case.</summary>
    private bool FillDemands()
    {
        var givenUp = new bool[_problem.Demands.Length];
        while (WorstServed(givenUp) is var demand and >= 0)
        {
            var unmet = _problem.Demands[demand].Required - _state.Carried[demand];
            givenUp[demand] = !AddCheapest(_index.Demands.Pools[demand], unmet, 1);
        }

        return givenUp.Contains(true);
    }

    /// <summary>The demand with the largest unmet share; local ones first on ties, as they stand first. -1 when all are met.</summary>
    private int WorstServed(bool[] givenUp)
    {
        var worst = -1;
        double worstShare = 0;
        for (var i = 0; i < _problem.Demands.Length; i++)
        {
            var demand = _problem.Demands[i];
            var unmet = givenUp[i] ? 0 : demand.Required - _state.Carried[i];
            if (unmet > AllocationTolerance.Of(demand) && unmet / demand.Required > worstShare)
            {
                worst = i;
                worstShare = unmet / demand.Required;
            }
        }

        return worst;
    }

    private bool FillLot(FlowRouter router, int lot)
    {
        router.Route(lot);
        while (router.IsShort(lot))
        {
            var pools = router.Helpful(lot).SelectMany(s => _index.Flows.Sinks[s].Pools);
            if (!AddCheapest(pools, router.Unserved[lot], int.MaxValue))
            {
                return false;
            }

            router.Route(lot);
        }

        return true;
    }

    /// <summary>Adds replicas of the pool whose next one costs least per token that is lacking; false when none may grow.</summary>
    private bool AddCheapest(IEnumerable<int> pools, double unmet, int most)
    {
        var cheapest = -1;
        var cheapestUsd = double.PositiveInfinity;
        foreach (var i in pools)
        {
            if (_state.CanAdd(i) && _state.NextUsd(i) / Math.Min(_problem.Pools[i].Carries, unmet) is var usd && usd < cheapestUsd)
            {
                (cheapest, cheapestUsd) = (i, usd);
            }
        }

        if (cheapest < 0)
        {
            return false;
        }

        var usdEach = _state.NextUsd(cheapest);
        var count = Math.Min(most, (int)Math.Clamp(unmet / _problem.Pools[cheapest].Carries, 1, 1000));
        do
        {
            _state.Add(cheapest);
        }
        while (--count > 0 && _state.CanAdd(cheapest) && _state.NextUsd(cheapest) <= usdEach);
        return true;
    }

    /// <summary>Takes away replicas, dearest first, that no demand needs; true when there were any.</summary>
    private bool GiveBack()
    {
        var any = false;
        foreach (var i in _dearestFirst)
        {
            while (_state.Targets[i] > _problem.Pools[i].Min && _state.TryRemove(i, _mayMove))
            {
                any = true;
            }
        }

        return any;
    }
}
