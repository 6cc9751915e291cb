using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// How the release rule will go on with the work of a lane, step by step of the headroom to come: what is urgent by the rule's own word goes
/// first, earliest deadline first; of the rest every tenant gets an equal part, and all of it waits while the rule would wait for a deeper
/// valley. Rules other than <c>valley</c> go by deadline alone. Work is taken as a fluid. O(steps x (groups + steps) + groups x tenants),
/// and it stops when the last of the groups that are asked for is done. A whole look at a lane, both schedules in it, allocates 46 KB for ten groups
/// and 1.0 MB for a thousand; an answer for one group more 6 KB and 0.44 MB.
/// </summary>
/// <param name="curve">The headroom to come; has steps.</param>
/// <param name="replicas">Ready now.</param>
/// <param name="inflow">What keeps coming in.</param>
/// <param name="rule">As the lane's pump has it; null goes by deadline alone.</param>
internal sealed class ReleaseSchedule(HeadroomCurve curve, double replicas, ImmutableArray<InflowRate> inflow, ReleaseOptions? rule)
{
    private readonly ReleaseOptions? _valley = rule?.Rule == ReleaseRules.Valley ? rule : null;
    private readonly ReleaseHeadroom? _headroom = curve.ForRelease();
    private readonly DeadlineOrder _order = new();
    private readonly FairTurns _turns = new();
    private readonly List<PatientGroup> _read = [];
    private ScheduledWork[] _work = [];
    private int[] _places = [];
    private WorkBefore[] _before = [];
    private double _passed;
    private double _came;

    /// <param name="groups">All that waits.</param>
    /// <param name="capacities">Replica seconds of each step that patient work may use.</param>
    /// <param name="lag">What comes in comes so much later than evenly.</param>
    /// <param name="asked">Place of the group that is asked for; -1: all.</param>
    /// <returns>By group; of those not asked for it may be missing (infinite), as for those that the steps do not suffice for.</returns>
    public WorkBefore[] Run(IReadOnlyList<ScheduledWork> groups, double[] capacities, TimeSpan lag, int asked = -1)
    {
        Begin(groups);
        for (var step = 0; step < capacities.Length && IsOpen(asked, groups.Count); step++)
        {
            var at = curve.Start + curve.Step * step;
            Arrive(at, Math.Clamp((at + curve.Step - curve.Start - lag) / curve.Step, 0, 1));
            Serve(at, capacities[step]);
        }

        return _before;
    }

    private void Begin(IReadOnlyList<ScheduledWork> groups)
    {
        _work = [.. groups, .. inflow.Select(i => ScheduledWork.Of(i))];
        _places = new int[_work.Length];
        _before = new WorkBefore[groups.Count];
        Array.Fill(_before, new WorkBefore(double.PositiveInfinity, 0));
        (_passed, _came) = (0, 0);
        for (var i = 0; i < groups.Count; i++)
        {
            if (!_work[i].IsLeft)
            {
                _before[i] = default;
            }
        }
    }

    private bool IsOpen(int asked, int groups)
    {
        if (asked >= 0)
        {
            return double.IsInfinity(_before[asked].Seconds);
        }

        for (var i = 0; i < groups; i++)
        {
            if (double.IsInfinity(_before[i].Seconds))
            {
                return true;
            }
        }

        return false;
    }

    private void Arrive(Instant at, double part)
    {
        _read.Clear();
        for (var i = 0; i < _work.Length; i++)
        {
            ref var work = ref _work[i];
            if (work.Rate > 0)
            {
                work.Left += part * work.Rate * curve.Step.TotalSeconds;
                (work.Deadline, work.Since) = (at + curve.Step / 2 + work.Window, at);
            }

            if (work.IsLeft)
            {
                _places[_read.Count] = i;
                _read.Add(work.Read());
            }
        }

        _order.Sort(_read);
    }

    private void Serve(Instant at, double capacity)
    {
        var facts = new ReleaseFacts
        {
            Now = at, Groups = _read, KvUtilization = Utilization.Full, Pressure = Pressure.Zero, ReadyReplicas = (int)Math.Round(replicas), Headroom = _headroom,
        };
        var end = _passed + capacity;
        var due = _valley is null ? _order.Count : WorkAhead.Urgent(facts, _order, _valley);
        _turns.Clear();
        for (var n = 0; n < _order.Count; n++)
        {
            ref var work = ref _work[_places[_order[n]]];
            if (n < due || _valley is not null && at - work.Since > _valley.PromoteAfter)
            {
                Take(_places[_order[n]], Math.Min(work.Left, end - _passed), 1);
            }
            else
            {
                _turns.Add(work.Tenant, _places[_order[n]], work.Held);
            }
        }

        TakeTurns(end, _valley is not null && WorkAhead.CanWait(facts, _order, _valley) ? capacity / Trickle(capacity) : 1);
        _passed = end;
    }

    /// <summary>Replica seconds of a step in which all waits: its share of the slots, by the work that they do at the reference batch, and one line after the other at least.</summary>
    private double Trickle(double capacity)
    {
        var one = 0.0;
        for (var turn = 0; turn < _turns.Count; turn++)
        {
            var work = _work[_turns[turn]];
            one = Math.Max(one, work.Tail > 0 ? work.Each / work.Tail : 0);
        }

        return Math.Clamp(Math.Max(_valley!.TrickleShare * replicas, one) * curve.Step.TotalSeconds, 1e-6, Math.Max(1e-6, capacity));
    }

    /// <summary>Every tenant gets as much as the others, until it has no more.</summary>
    /// <param name="end">What will have been on offer at the end of the step.</param>
    /// <param name="pass">What passes by for each second that is used.</param>
    private void TakeTurns(double end, double pass)
    {
        while (_turns.Count > 0 && end - _passed > 1e-9)
        {
            var each = (end - _passed) / pass / _turns.Count;
            for (var i = 0; i < _turns.Count; i++)
            {
                each = Math.Min(each, _work[_turns[i]].Left);
            }

            _passed += each * pass * _turns.Count;
            for (var i = _turns.Count - 1; i >= 0; i--)
            {
                Take(_turns[i], each, 0);
                if (!_work[_turns[i]].IsLeft)
                {
                    _turns.Next(i);
                }
            }
        }
    }

    private void Take(int place, double seconds, double pass)
    {
        ref var work = ref _work[place];
        work.Left -= seconds;
        _passed += seconds * pass;
        _came += work.Rate > 0 ? seconds : 0;
        if (!work.IsLeft && place < _before.Length)
        {
            _before[place] = new WorkBefore(_passed, _came);
        }
    }
}
