namespace SageServe.Planning;

/// <summary>When ticks fall: plans every PlanInterval from the first tick on, pace ticks in between. Missed ones are skipped, not made up for.</summary>
internal sealed class TickSchedule(PlanningOptions options, bool plans, TimeSpan? future = null, TickSchedule? before = null)
{
    /// <summary>Bins before the newest one that are asked for again: a late scrape may still complete them.</summary>
    private const int OverlapBins = 5;

    private Instant _origin = before?._origin ?? default;

    /// <summary>When the next plan is due; <see cref="Instant.Max"/> when the strategy makes none.</summary>
    public Instant NextPlanAt { get; private set; } = before?.NextPlanAt ?? Instant.Max;

    public ScheduledTick First(Instant now)
    {
        _origin = now;
        NextPlanAt = plans ? now : Instant.Max;
        return new ScheduledTick(now, plans ? TickKinds.Pace | TickKinds.Plan : TickKinds.Pace, now - options.History, Future(now));
    }

    /// <summary>The tick after a change of the options: a plan that is due sooner by them comes sooner, and one that was never made comes at once.</summary>
    public ScheduledTick Changed(Instant now, Instant? demandEnd)
    {
        NextPlanAt = !plans ? Instant.Max : NextPlanAt == Instant.Max ? now : Instant.Earlier(NextPlanAt, After(now, options.PlanInterval));
        return Next(now, demandEnd);
    }

    /// <summary>To be called after a plan was made.</summary>
    public void Planned(Instant now) => NextPlanAt = After(now, options.PlanInterval);

    public ScheduledTick Next(Instant now, Instant? demandEnd)
    {
        var pace = After(now, options.PaceInterval);

        // A plan that could not be made for lack of facts is tried again at every pace tick.
        var at = NextPlanAt > now ? Instant.Earlier(pace, NextPlanAt) : pace;
        var kinds = at >= NextPlanAt ? TickKinds.Pace | TickKinds.Plan : TickKinds.Pace;
        var since = demandEnd is { } end ? end - options.DemandBin * OverlapBins : now - options.History;
        return new ScheduledTick(at, kinds, since, Future(at));
    }

    private Instant? Future(Instant at) => future is { } ahead ? at + ahead : null;

    private Instant After(Instant now, TimeSpan interval) =>
        _origin + TimeSpan.FromTicks(((now - _origin).Ticks / interval.Ticks + 1) * interval.Ticks);
}
