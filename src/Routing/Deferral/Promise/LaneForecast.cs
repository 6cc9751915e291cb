using System.Collections.Immutable;

namespace SageServe.Routing;

/// <summary>
/// The work of a lane laid over the headroom to come, as of one reading: when each group of it will be done, and when one would be that is
/// not there yet. The lane's own schedule is made once, when it is first asked for; work that is not in it costs one of its own.
/// </summary>
/// <param name="schedule">Goes on as the release rule does.</param>
/// <param name="finish">How much is on offer by when.</param>
/// <param name="groups">What waits, earliest deadline first.</param>
/// <param name="now">Of the reading.</param>
/// <param name="lag">What comes in comes so much later than evenly, more often than not.</param>
internal sealed class LaneForecast(ReleaseSchedule schedule, FinishForecast finish, ImmutableArray<Backlog.Entry> groups, Instant now, TimeSpan lag)
{
    private readonly double[] _likely = finish.Capacities(low: false);
    private readonly double[] _slow = finish.Capacities(low: true);
    private (WorkBefore[] Likely, WorkBefore[] Slow)? _all;

    /// <summary>In the order of the groups.</summary>
    public IEnumerable<FinishEstimate> All()
    {
        var (likely, slow) = Whole();
        for (var i = 0; i < groups.Length; i++)
        {
            yield return finish.Of(likely[i], slow[i], groups[i].WorkSeconds, groups[i].Done, groups[i].Group);
        }
    }

    /// <param name="group">As the caller knows it: what the lane has under its id does not count.</param>
    /// <param name="done">Share of its lines that ended.</param>
    public FinishEstimate Of(in BacklogGroup group, double done)
    {
        var place = Place(group.Id);
        if (place >= 0 && groups[place].Group.Deadline == group.Deadline && Math.Abs(groups[place].WorkSeconds - group.IdleSeconds) < 0.01 * group.IdleSeconds)
        {
            var (likely, slow) = Whole();
            return finish.Of(likely[place], slow[place], group.IdleSeconds, done, group);
        }

        var all = new List<ScheduledWork>(groups.Length + 1);
        for (var i = 0; i < groups.Length; i++)
        {
            if (i != place)
            {
                all.Add(ScheduledWork.Of(groups[i].Group, groups[i].WorkSeconds, now));
            }
        }

        all.Add(ScheduledWork.Of(group, group.IdleSeconds, now));
        var asked = all.Count - 1;
        return finish.Of(schedule.Run(all, _likely, lag, asked)[asked], schedule.Run(all, _slow, TimeSpan.Zero, asked)[asked], group.IdleSeconds, done, group);
    }

    private (WorkBefore[] Likely, WorkBefore[] Slow) Whole()
    {
        if (_all is not { } all)
        {
            List<ScheduledWork> work = [.. groups.Select(g => ScheduledWork.Of(g.Group, g.WorkSeconds, now))];
            _all = all = (schedule.Run(work, _likely, lag), schedule.Run(work, _slow, TimeSpan.Zero));
        }

        return all;
    }

    private int Place(string id)
    {
        for (var i = 0; i < groups.Length; i++)
        {
            if (groups[i].Group.Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
